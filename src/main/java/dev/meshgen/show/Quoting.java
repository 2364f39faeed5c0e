package dev.meshgen.show;

import java.util.regex.Pattern;
import tools.jackson.dataformat.yaml.util.StringQuotingChecker;

/** Quotes every string that some reader of YAML 1.1 or 1.2 could take for something else. */
final class Quoting extends StringQuotingChecker {
    private static final long serialVersionUID = 1;

    /** Starts like no number, date or special value, and has no character that means something. */
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z/]([A-Za-z0-9/._:-]*[A-Za-z0-9/_-])?");

    @Override
    public boolean needToQuoteName(String name) {
        return needToQuoteValue(name);
    }

    @Override
    public boolean needToQuoteValue(String value) {
        return !PLAIN.matcher(value).matches() || isReservedKeyword(value);
    }
}
