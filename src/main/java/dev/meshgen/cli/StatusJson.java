package dev.meshgen.cli;

import dev.meshgen.pki.verify.CertificateStatus;
import dev.meshgen.pki.verify.RevocationStatus;
import dev.meshgen.pki.verify.StatusReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The state of a mesh's certificates for programs. */
final class StatusJson {
    private StatusJson() {}

    static String of(StatusReport report) {
        String certificates = report.certificates().stream()
                .map(each -> "    " + object(each))
                .collect(Collectors.joining(",\n"));
        String rotation = report.rotation().map(phase -> text(phase.label())).orElse("null");
        String unfinished = report.unfinished().map(StatusJson::text).orElse("null");
        return "{\n  \"rootRotation\": " + rotation + ",\n  \"unfinished\": " + unfinished
                + ",\n  \"leftovers\": "
                + texts(report.leftovers().stream().map(Path::toString).toList())
                + ",\n  \"revocationLists\": "
                + report.lists().stream().map(StatusJson::object).collect(Collectors.joining(", ", "[", "]"))
                + ",\n  \"certificates\": [\n" + certificates + "\n  ]\n}\n";
    }

    private static String object(RevocationStatus list) {
        return "{\"issuer\": " + text(list.issuer()) + ", \"number\": " + list.number() + ", \"revoked\": "
                + list.size() + ", \"nextUpdate\": "
                + list.nextUpdate().map(end -> text(end.toString())).orElse("null") + ", \"due\": " + list.isDue()
                + "}";
    }

    private static String object(CertificateStatus status) {
        String about = "{\"file\": " + text(status.file())
                + ", \"role\": "
                + text(status.planned().role().name().toLowerCase(Locale.ROOT))
                + ", \"name\": " + text(status.planned().name())
                + ", \"specifiedAlgorithm\": "
                + text(status.planned().algorithm().toString())
                + ", \"specifiedDays\": " + status.planned().validityDays()
                + ", \"due\": " + status.isDue();
        return about + status.found().map(StatusJson::found).orElse("") + "}";
    }

    private static String found(CertificateStatus.Found found) {
        return ", \"subject\": " + text(found.subject())
                + ", \"issuer\": " + text(found.issuer())
                + ", \"algorithm\": " + text(found.algorithm())
                + ", \"dnsNames\": " + texts(found.dnsNames())
                + ", \"notBefore\": " + text(found.validity().from().toString())
                + ", \"notAfter\": " + text(found.validity().to().toString())
                + ", \"daysLeft\": " + found.validity().daysLeft()
                + ", \"sha256\": " + text(found.sha256());
    }

    private static String texts(List<String> values) {
        return values.stream().map(StatusJson::text).collect(Collectors.joining(", ", "[", "]"));
    }

    private static String text(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.chars().forEach(letter -> {
            if (letter == '"' || letter == '\\') {
                quoted.append('\\').append((char) letter);
            } else if (letter < ' ') {
                quoted.append(String.format(Locale.ROOT, "\\u%04x", letter));
            } else {
                quoted.append((char) letter);
            }
        });
        return quoted.append('"').toString();
    }
}
