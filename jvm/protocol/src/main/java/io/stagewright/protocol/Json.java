package io.stagewright.protocol;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/** Reads and writes JSON with Jackson. Objects are maps that keep the order of their keys; arrays are lists. */
public final class Json {
    /** Whole numbers of 19 digits and more are read as BigDecimal. */
    private static final long LARGEST_LONG = 999_999_999_999_999_999L;

    private static final JsonMapper MAPPER = JsonMapper.builder(JsonFactory.builder().streamReadConstraints(unlimited()).build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .disable(SerializationFeature.FAIL_ON_EMPTY_BEANS)
            // The client splits stdout at every line separator of Unicode, so replies are plain ASCII.
            .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
            // Groovy's GString is a CharSequence.
            .addModule(new SimpleModule().addSerializer(CharSequence.class, new ToStringSerializer(CharSequence.class)))
            .build();

    private Json() {
    }

    private static StreamReadConstraints unlimited() {
        return StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).maxNumberLength(Integer.MAX_VALUE).build();
    }

    /** Reads one value: a map, list, String, number, Boolean or null. Throws IllegalArgumentException for anything else. */
    public static Object parse(String text) {
        try {
            return withNumbers(MAPPER.readValue(text, Object.class));
        } catch (JsonProcessingException error) {
            String place = error.getLocation() == null ? "" : " at line " + error.getLocation().getLineNr() + ", column "
                    + error.getLocation().getColumnNr();
            throw new IllegalArgumentException("invalid JSON" + place + ": " + error.getOriginalMessage(), error);
        }
    }

    @SuppressWarnings("unchecked")
    private static Object withNumbers(Object value) {
        if (value instanceof Map<?, ?>) {
            ((Map<String, Object>) value).replaceAll((key, item) -> withNumbers(item));
        } else if (value instanceof List<?>) {
            ((List<Object>) value).replaceAll(Json::withNumbers);
        } else if (value instanceof BigInteger number) {
            return new BigDecimal(number);
        } else if (value instanceof Long number && (number > LARGEST_LONG || number < -LARGEST_LONG)) {
            return new BigDecimal(number);
        }
        return value;
    }

    /** Writes a value as one line of ASCII. */
    public static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException error) {
            throw new IllegalArgumentException("The value cannot be written as JSON: " + error.getOriginalMessage(), error);
        }
    }
}
