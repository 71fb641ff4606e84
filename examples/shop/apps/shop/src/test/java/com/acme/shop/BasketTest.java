package com.acme.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.acme.shop.Basket.Item;
import org.junit.jupiter.api.Test;

class BasketTest {
    @Test
    void anEmptyBasketCostsNothing() {
        assertEquals(0, new Basket().total());
    }

    @Test
    void aSmallBasketPaysShipping() {
        assertEquals(24_88, new Basket().add(new Item("mug", 2, 9_99)).total());
    }

    @Test
    void aLargeBasketIsShippedFree() {
        assertEquals(50_00, Basket.parse("kettle,1,4500\nspoon,5,100\n").total());
    }

    @Test
    void theErrorContainsTheInvalidLine() {
        var failure = assertThrows(IllegalArgumentException.class, () -> Basket.parse("mug,2"));
        assertEquals("not name,quantity,price: mug,2", failure.getMessage());
    }

    @Test
    void aQuantityMustBePositive() {
        assertThrows(IllegalArgumentException.class, () -> new Item("mug", 0, 9_99));
    }
}
