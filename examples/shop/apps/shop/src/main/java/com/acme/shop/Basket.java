package com.acme.shop;

import java.util.ArrayList;
import java.util.List;

/** The items that a customer buys. Amounts are in cents. */
public final class Basket {
    private static final long FREE_SHIPPING_FROM = 50_00;
    private static final long SHIPPING = 4_90;

    private final List<Item> items = new ArrayList<>();

    public record Item(String name, int quantity, long price) {
        public Item {
            if (quantity < 1) {
                throw new IllegalArgumentException("quantity of " + name + " must be positive, not " + quantity);
            }
        }

        long total() {
            return Math.multiplyExact(price, quantity);
        }
    }

    public Basket add(Item item) {
        items.add(item);
        return this;
    }

    public long goods() {
        return items.stream().mapToLong(Item::total).reduce(0, Math::addExact);
    }

    public long shipping() {
        return items.isEmpty() || goods() >= FREE_SHIPPING_FROM ? 0 : SHIPPING;
    }

    public long total() {
        return Math.addExact(goods(), shipping());
    }

    /** Reads lines of {@code name,quantity,price}. */
    public static Basket parse(String text) {
        var basket = new Basket();
        text.lines().map(String::strip).filter(line -> !line.isEmpty()).forEach(line -> {
            var fields = line.split(",");
            if (fields.length != 3) {
                throw new IllegalArgumentException("not name,quantity,price: " + line);
            }
            basket.add(new Item(fields[0], Integer.parseInt(fields[1]), Long.parseLong(fields[2])));
        });
        return basket;
    }
}
