import java.io.FileInputStream;
import java.io.InputStream;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.flavours.PDFAFlavour;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;

/** Judges files by PDF/UA-1 and PDF/A-2a: one line for each, then the rules that are broken. */
public class Check {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String file : files) {
            judge(file);
        }
    }

    private static void judge(String file) throws Exception {
        List<PDFAFlavour> flavours = List.of(PDFAFlavour.PDFUA_1, PDFAFlavour.PDFA_2_A);
        try (InputStream stream = new FileInputStream(file);
                PDFAParser parser = Foundries.defaultInstance().createParser(stream, flavours.get(0));
                PDFAValidator validator = Foundries.defaultInstance().createValidator(flavours)) {
            for (ValidationResult result : validator.validateAll(parser)) {
                tell(file, result);
            }
        }
    }

    private static void tell(String file, ValidationResult result) {
        System.out.println(
                (result.isCompliant() ? "PASS " : "FAIL ") + result.getPDFAFlavour().getId() + " " + file);
        Set<String> broken = new LinkedHashSet<>();
        for (TestAssertion each : result.getTestAssertions()) {
            if (each.getStatus() == TestAssertion.Status.FAILED) {
                broken.add("  " + each.getRuleId().getClause() + " " + each.getMessage());
            }
        }
        broken.forEach(System.out::println);
    }
}
