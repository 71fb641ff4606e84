package io.stagewright.rehearsal.steps;

import hudson.AbortException;
import io.stagewright.rehearsal.engine.StepRun;
import java.nio.file.Path;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;

/** The step {@code junit}. */
final class TestSteps {
    void junit(StepRun step) throws Exception {
        step.log("Recording test results");
        Path root = Path.of(step.context().directory());
        List<String> names = Globs.find(root, step.text("testResults"), null, true);
        if (names.isEmpty()) {
            String message = "No test report files were found. Configuration error?";
            if (!step.flag("allowEmptyResults")) {
                throw new AbortException(message);
            }
            step.log(message);
        }
        int[] sums = new int[3];
        for (String name : names) {
            count(root.resolve(name), sums);
        }
        if (!names.isEmpty() && sums[0] == 0 && !step.flag("allowEmptyResults")) {
            throw new AbortException("None of the test reports contained any result");
        }
        step.build().record().tests(sums[0], sums[1], sums[2]);
        if (sums[1] > 0 && !step.flag("skipMarkingBuildUnstable")) {
            step.build().record().worsen("UNSTABLE");
            step.build().record().warn(step.context().stages(), hudson.model.Result.UNSTABLE);
        }
        step.succeed(new TestSummary(sums[0], sums[1], sums[2]));
    }

    private static void count(Path file, int[] sums) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        Document document;
        try {
            javax.xml.parsers.DocumentBuilder builder = factory.newDocumentBuilder();
            builder.setErrorHandler(null);
            document = builder.parse(file.toFile());
        } catch (org.xml.sax.SAXException error) {
            // junit 1363 counts a file that it cannot read as one failed test.
            sums[0]++;
            sums[1]++;
            return;
        }
        NodeList cases = document.getElementsByTagName("testcase");
        for (int i = 0; i < cases.getLength(); i++) {
            Element test = (Element) cases.item(i);
            sums[0]++;
            if (test.getElementsByTagName("failure").getLength() + test.getElementsByTagName("error").getLength() > 0) {
                sums[1]++;
            } else if (test.getElementsByTagName("skipped").getLength() > 0) {
                sums[2]++;
            }
        }
    }
}
