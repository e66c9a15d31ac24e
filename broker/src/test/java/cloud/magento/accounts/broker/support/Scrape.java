package cloud.magento.accounts.broker.support;

import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What the metrics endpoint tells at one moment, of our own metrics only. */
public record Scrape(List<Sample> samples) {
    private static final Pattern SAMPLE = Pattern.compile("(magento_[a-z_]+)(?:\\{(.*)})? (\\S+)");
    private static final Pattern HELP = Pattern.compile("# HELP (magento_[a-z_]+)(.*)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    /** One series with its value. */
    public record Sample(String name, Map<String, String> labels, double value) {
        boolean has(Map<String, String> wanted) {
            return labels.entrySet().containsAll(wanted.entrySet());
        }
    }

    public static Scrape of(Broker broker) {
        return new Scrape(text(broker)
                .lines()
                .map(SAMPLE::matcher)
                .filter(Matcher::matches)
                .map(sample ->
                        new Sample(sample.group(1), labels(sample.group(2)), Double.parseDouble(sample.group(3))))
                .toList());
    }

    /** What the endpoint says of each metric of ours, by its name there. */
    public static Map<String, String> help(Broker broker) {
        return text(broker)
                .lines()
                .map(HELP::matcher)
                .filter(Matcher::matches)
                .collect(Collectors.toMap(
                        help -> help.group(1), help -> help.group(2).strip()));
    }

    private static String text(Broker broker) {
        URI endpoint = broker.management("/metrics");
        return new Http().get(endpoint).expecting(200).body();
    }

    public Set<String> names() {
        Set<String> names = new TreeSet<>();
        samples.forEach(sample -> names.add(sample.name()));
        return names;
    }

    /** The values that a label has in series of this name; empty where no series has the label. */
    public Set<String> values(String name, String label) {
        Set<String> values = new TreeSet<>();
        samples.stream()
                .filter(sample -> sample.name().equals(name) && sample.labels().containsKey(label))
                .forEach(sample -> values.add(sample.labels().getOrDefault(label, "")));
        return values;
    }

    public Set<String> labels(Set<String> names) {
        Set<String> labels = new TreeSet<>();
        samples.stream()
                .filter(sample -> names.contains(sample.name()))
                .forEach(sample -> labels.addAll(sample.labels().keySet()));
        return labels;
    }

    /** The sum of the series of this name that have these labels. */
    public double sum(String name, Map<String, String> labels) {
        return samples.stream()
                .filter(sample -> sample.name().equals(name) && sample.has(labels))
                .mapToDouble(Sample::value)
                .sum();
    }

    private static Map<String, String> labels(@Nullable String text) {
        Map<String, String> labels = new TreeMap<>();
        if (text != null) {
            LABEL.matcher(text).results().forEach(label -> labels.put(label.group(1), label.group(2)));
        }
        return labels;
    }
}
