package io.stagewright.dialect;

import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.IOException;

/** Reads the size of the longest method from a class file. */
final class MethodSizes {
    private final DataInputStream in;
    private final String[] texts;

    private MethodSizes(byte[] code) throws IOException {
        in = new DataInputStream(new ByteArrayInputStream(code));
        in.skipBytes(8);
        texts = new String[in.readUnsignedShort()];
    }

    /** Size of the code of the longest method in bytes. */
    static int longest(byte[] code) throws IOException {
        MethodSizes sizes = new MethodSizes(code);
        sizes.readConstants();
        sizes.in.skipBytes(6);
        sizes.in.skipBytes(2 * sizes.in.readUnsignedShort());
        sizes.readMembers();
        return sizes.readMembers();
    }

    private void readConstants() throws IOException {
        for (int index = 1; index < texts.length; index++) {
            int tag = in.readUnsignedByte();
            switch (tag) {
                case 1 -> texts[index] = in.readUTF();
                case 7, 8, 16, 19, 20 -> in.skipBytes(2);
                case 15 -> in.skipBytes(3);
                case 5, 6 -> {
                    in.skipBytes(8);
                    index++;
                }
                default -> in.skipBytes(4);
            }
        }
    }

    private int readMembers() throws IOException {
        int longest = 0;
        for (int members = in.readUnsignedShort(); members > 0; members--) {
            in.skipBytes(6);
            for (int attributes = in.readUnsignedShort(); attributes > 0; attributes--) {
                String name = texts[in.readUnsignedShort()];
                int length = in.readInt();
                byte[] content = in.readNBytes(length);
                if ("Code".equals(name)) {
                    DataInputStream attribute = new DataInputStream(new ByteArrayInputStream(content));
                    attribute.skipBytes(4);
                    longest = Math.max(longest, attribute.readInt());
                }
            }
        }
        return longest;
    }
}
