package io.stagewright.rehearsal.steps;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import net.sf.json.JSONArray;
import net.sf.json.JSONObject;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Reads the numbers of coverage reports and of reports of issues. */
final class ReportFiles {
    private ReportFiles() {
    }

    /** Adds the covered and all items of a report of JaCoCo or Cobertura, by metric. */
    static void coverage(String parser, Path file, Map<String, long[]> counters) throws Exception {
        if (parser.equals("JACOCO")) {
            for (Node node = xml(file).getFirstChild(); node != null; node = node.getNextSibling()) {
                if (node instanceof Element counter && counter.getTagName().equals("counter")) {
                    long covered = Long.parseLong(counter.getAttribute("covered"));
                    add(counters, counter.getAttribute("type"), covered, covered + Long.parseLong(counter.getAttribute("missed")));
                }
            }
        } else if (parser.equals("COBERTURA")) {
            Element root = xml(file);
            for (String[] name : new String[][] {{"LINE", "lines"}, {"BRANCH", "branches"}}) {
                if (root.hasAttribute(name[1] + "-valid")) {
                    add(counters, name[0], Long.parseLong(root.getAttribute(name[1] + "-covered")), Long.parseLong(root.getAttribute(name[1] + "-valid")));
                }
            }
        }
    }

    private static void add(Map<String, long[]> counters, String metric, long covered, long all) {
        long[] sum = counters.computeIfAbsent(metric, it -> new long[2]);
        sum[0] += covered;
        sum[1] += all;
    }

    /** Adds the numbers of issues of a report in the format of Checkstyle or SARIF, by type of quality gate. */
    static void issues(Path file, Map<String, Integer> counts) throws Exception {
        String text = Files.readString(file).trim();
        if (text.startsWith("<")) {
            NodeList errors = xml(file).getElementsByTagName("error");
            for (int i = 0; i < errors.getLength(); i++) {
                count(counts, ((Element) errors.item(i)).getAttribute("severity"));
            }
        } else if (text.startsWith("{")) {
            for (Object run : list(JSONObject.fromObject(text), "runs")) {
                for (Object result : list((JSONObject) run, "results")) {
                    count(counts, ((JSONObject) result).optString("level", "warning"));
                }
            }
        }
    }

    private static JSONArray list(JSONObject map, String key) {
        return map.has(key) ? map.getJSONArray(key) : new JSONArray();
    }

    private static void count(Map<String, Integer> counts, String severity) {
        counts.merge("TOTAL", 1, Integer::sum);
        counts.merge("TOTAL_" + switch (severity) {
            case "error" -> "ERROR";
            case "warning" -> "NORMAL";
            default -> "LOW";
        }, 1, Integer::sum);
    }

    private static Element xml(Path file) throws IOException, ParserConfigurationException, SAXException {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        // JaCoCo's reports name a DTD, which must not be downloaded.
        factory.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
        factory.setFeature("http://xml.org/sax/features/external-general-entities", false);
        factory.setFeature("http://xml.org/sax/features/external-parameter-entities", false);
        factory.setFeature(javax.xml.XMLConstants.FEATURE_SECURE_PROCESSING, true);
        DocumentBuilder builder = factory.newDocumentBuilder();
        builder.setErrorHandler(null);
        return builder.parse(file.toFile()).getDocumentElement();
    }
}
