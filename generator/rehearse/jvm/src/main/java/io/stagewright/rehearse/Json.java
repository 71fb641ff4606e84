package io.stagewright.rehearse;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Reads JSON strictly and keeps the order of keys, which Groovy's own reader does not. */
public final class Json {
    private final String text;
    private int at;

    private Json(String text) {
        this.text = text;
    }

    /** Reads one value: maps, lists, texts, numbers, booleans and null. */
    public static Object parse(String text) {
        Json json = new Json(text);
        Object value = json.value();
        json.skip();
        if (json.at < text.length()) {
            throw json.wrong("the end");
        }
        return value;
    }

    private IllegalArgumentException wrong(String wanted) {
        String found = at < text.length() ? "\"" + text.charAt(at) + "\"" : "the end";
        return new IllegalArgumentException("invalid JSON at character " + (at + 1) + ": " + wanted + " expected, not " + found);
    }

    private void skip() {
        while (at < text.length() && " \t\r\n".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
    }

    private char peek() {
        skip();
        return at < text.length() ? text.charAt(at) : 0;
    }

    private void expect(char wanted) {
        if (peek() != wanted) {
            throw wrong("\"" + wanted + "\"");
        }
        at++;
    }

    private Object value() {
        char c = peek();
        if (c == '{') {
            return map();
        }
        if (c == '[') {
            return list();
        }
        if (c == '"') {
            return string();
        }
        if (c == '-' || c >= '0' && c <= '9') {
            return number();
        }
        return word();
    }

    private Object word() {
        for (String word : List.of("true", "false", "null")) {
            if (text.startsWith(word, at)) {
                at += word.length();
                return word.equals("null") ? null : (Object) word.equals("true");
            }
        }
        throw wrong("a value");
    }

    private Map<String, Object> map() {
        Map<String, Object> map = new LinkedHashMap<>();
        expect('{');
        if (peek() == '}') {
            at++;
            return map;
        }
        while (true) {
            if (peek() != '"') {
                throw wrong("a key");
            }
            String key = string();
            expect(':');
            map.put(key, value());
            if (peek() != ',') {
                expect('}');
                return map;
            }
            at++;
        }
    }

    private List<Object> list() {
        List<Object> list = new ArrayList<>();
        expect('[');
        if (peek() == ']') {
            at++;
            return list;
        }
        while (true) {
            list.add(value());
            if (peek() != ',') {
                expect(']');
                return list;
            }
            at++;
        }
    }

    private String string() {
        StringBuilder all = new StringBuilder();
        at++;
        while (at < text.length() && text.charAt(at) != '"') {
            char c = text.charAt(at++);
            if (c < ' ') {
                at--;
                throw wrong("an escape");
            }
            all.append(c == '\\' ? escape() : c);
        }
        if (at >= text.length()) {
            throw wrong("\"\"\"");
        }
        at++;
        return all.toString();
    }

    private char escape() {
        char c = at < text.length() ? text.charAt(at++) : 0;
        int simple = "\"\\/bfnrt".indexOf(c);
        if (simple >= 0 && c != 0) {
            return "\"\\/\b\f\n\r\t".charAt(simple);
        }
        if (c == 'u' && at + 4 <= text.length() && text.substring(at, at + 4).matches("[0-9a-fA-F]{4}")) {
            at += 4;
            return (char) Integer.parseInt(text.substring(at - 4, at), 16);
        }
        at--;
        throw wrong("an escape");
    }

    private Object number() {
        int start = at;
        while (at < text.length() && "+-.eE0123456789".indexOf(text.charAt(at)) >= 0) {
            at++;
        }
        String digits = text.substring(start, at);
        if (!digits.matches("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
            at = start;
            throw wrong("a number");
        }
        if (!digits.matches("-?[0-9]{1,18}")) {
            return new BigDecimal(digits);
        }
        long value = Long.parseLong(digits);
        if (value == (int) value) {
            return (int) value;
        }
        return value;
    }
}
