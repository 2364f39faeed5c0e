package dev.meshgen.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.meshgen.pki.x509.Passphrase;
import dev.meshgen.testing.MeshgenProcess;
import dev.meshgen.testing.RequiredTool;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Who has given no passphrase is asked for it, where there is a terminal. */
class PassphrasePromptTest {
    private static final Path KEY = Path.of("root-key.pem");
    private static final String RIGHT = "correct horse battery";

    /** A person who types these lines and then leaves. */
    private static final class Typing implements Terminal {
        private final Deque<String> lines;
        private final List<String> shown = new ArrayList<>();

        Typing(String... lines) {
            this.lines = new ArrayDeque<>(Arrays.asList(lines));
        }

        @Override
        public char @Nullable [] readPassword(String prompt) {
            shown.add(prompt);
            String line = lines.poll();
            return line == null ? null : line.toCharArray();
        }

        @Override
        public void say(String line) {
            shown.add(line);
        }

        Passphrases passphrases() {
            return new Passphrases(Optional.empty(), Optional.empty(), Optional.of(this));
        }
    }

    private static Passphrase passphrase(String text) {
        return Passphrase.of(text.toCharArray());
    }

    @Test
    void for_a_key_that_is_there_once() {
        Typing person = new Typing(RIGHT);

        assertThat(person.passphrases().passphrase(KEY, false)).hasValue(passphrase(RIGHT));
        assertThat(person.shown).containsExactly("Passphrase for root-key.pem: ");
    }

    @Test
    void by_a_name_that_moves_no_cursor() {
        Typing person = new Typing();

        person.passphrases().passphrase(Path.of("\u001b[2Kkey"), false);

        assertThat(person.shown).containsExactly("Passphrase for ?[2Kkey: ");
    }

    @Test
    void for_a_new_key_twice() {
        Typing person = new Typing(RIGHT, RIGHT);

        assertThat(person.passphrases().passphrase(KEY, true)).hasValue(passphrase(RIGHT));
        assertThat(person.shown)
                .containsExactly(
                        "New passphrase for root-key.pem (leave empty to decide later): ", "Repeat the passphrase: ");
        assertThat(person.passphrases().isNewConfirmed()).isTrue();
    }

    @Test
    void who_types_another_the_second_time_gives_none() {
        for (Typing person : List.of(new Typing(RIGHT, "correct horse batery"), new Typing(RIGHT))) {
            assertThat(person.passphrases().passphrase(KEY, true)).isEmpty();
            assertThat(person.shown).hasSize(3).endsWith("The two passphrases differ.");
        }
    }

    @Test
    void who_types_nothing_gives_none_and_is_asked_no_more() {
        for (Typing person : List.of(new Typing("", RIGHT), new Typing())) {
            assertThat(person.passphrases().passphrase(KEY, true)).isEmpty();
            assertThat(person.shown).hasSize(1);
        }
    }

    @Test
    void letters_that_were_lost_are_refused() {
        Typing person = new Typing("\uFFFDorrect horse battery");

        assertThat(person.passphrases().passphrase(KEY, false)).isEmpty();
        assertThat(person.shown).hasSize(2).last().asString().contains("LC_ALL=C.UTF-8", "--passphrase-file");
    }

    @Test
    void nobody_is_asked_for_what_was_given() {
        Typing person = new Typing("typed by nobody");
        Optional<Passphrase> given = Optional.of(passphrase(RIGHT));
        Optional<Passphrase> fresh = Optional.of(passphrase("another horse battery"));

        Passphrases one = new Passphrases(given, Optional.empty(), Optional.of(person));
        assertThat(one.passphrase(KEY, false)).isEqualTo(given);
        assertThat(one.passphrase(KEY, true)).isEqualTo(given);
        assertThat(one.isNewConfirmed()).isFalse();
        Passphrases both = new Passphrases(given, fresh, Optional.of(person));
        assertThat(both.passphrase(KEY, false)).isEqualTo(given);
        assertThat(both.passphrase(KEY, true)).isEqualTo(fresh);
        assertThat(both.isNewConfirmed()).isTrue();
        assertThat(new Passphrases(Optional.empty(), Optional.empty(), Optional.empty()).passphrase(KEY, true))
                .isEmpty();
        assertThat(person.shown).isEmpty();
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void at_a_real_terminal_the_passphrase_is_asked_for_and_not_shown(@TempDir Path folder) throws Exception {
        RequiredTool.assumeOrFail("script");
        CaShell shell = CaShell.encrypted(folder);

        String issued = atTerminal(folder, "ca issue mesh.yaml -d tree", RIGHT, RIGHT);
        assertThat(issued)
                .contains("New passphrase for tree/pki/private/root-key.pem", "Repeat the passphrase: ")
                .contains("Key 5 of 5: tree/pki/private/root-key.pem", "The certificates are complete.")
                .doesNotContain(RIGHT);
        assertThat(shell.pki("private/root-key.pem")).content().startsWith("-----BEGIN ENCRYPTED PRIVATE KEY-----");
        shell.succeed("ca", "verify", "--passphrase-file", shell.passphrase(RIGHT));

        assertThat(atTerminal(folder, "ca rotate intermediate one mesh.yaml -d tree", "correct horse batery"))
                .containsOnlyOnce("Passphrase for tree/pki/private/root-key.pem: ")
                .doesNotContain("New passphrase")
                .contains("pki-passphrase-wrong");
        assertThat(atTerminal(folder, "ca rotate intermediate one mesh.yaml -d tree", RIGHT))
                .contains("Intermediate `one` is new.");
    }

    /** What a person sees who types a line at each prompt. */
    private static String atTerminal(Path folder, String words, String... lines)
            throws IOException, InterruptedException {
        String program = MeshgenProcess.PROGRAM.stream()
                .map(PassphrasePromptTest::quoted)
                .collect(Collectors.joining(" "));
        String command = program + " " + words;
        Path seen = Files.createTempFile(folder, "seen", ".txt");
        Process process = new ProcessBuilder("script", "--quiet", "--return", "--command", command, "/dev/null")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(seen.toFile())
                .start();
        int shown = 0;
        try (OutputStream keyboard = process.getOutputStream()) {
            for (String line : lines) {
                shown = awaitPrompt(seen, shown);
                keyboard.write((line + "\n").getBytes(UTF_8));
                keyboard.flush();
            }
        }
        process.waitFor();
        return Files.readString(seen);
    }

    /**
     * What is typed between two prompts is shown, as the terminal echoes it then.
     *
     * @param shown characters that were there at the last prompt
     * @return those that are there now
     */
    private static int awaitPrompt(Path seen, int shown) throws IOException, InterruptedException {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        String text = Files.readString(seen);
        while (text.length() == shown || !text.endsWith(": ")) {
            assertThat(System.nanoTime()).as(text).isLessThan(end);
            Thread.sleep(20);
            text = Files.readString(seen);
        }
        return text.length();
    }

    private static String quoted(String word) {
        return "'" + word.replace("'", "'\\''") + "'";
    }
}
