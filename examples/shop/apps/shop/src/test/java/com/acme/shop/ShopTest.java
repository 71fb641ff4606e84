package com.acme.shop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ShopTest {
    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = Shop.start(0);
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void returnsThePriceOfABasket() throws Exception {
        var response = post("mug,2,999\n");
        assertEquals(200, response.statusCode());
        assertEquals("2488\n", response.body());
    }

    @Test
    void rejectsAnInvalidBasket() throws Exception {
        assertEquals(400, post("mug").statusCode());
    }

    private HttpResponse<String> post(String basket) throws IOException, InterruptedException {
        var uri = URI.create("http://localhost:" + server.getAddress().getPort() + "/total");
        var request = HttpRequest.newBuilder(uri).POST(BodyPublishers.ofString(basket)).build();
        return HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
    }
}
