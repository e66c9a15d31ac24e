package cloud.magento.accounts.bulk;

import com.opencsv.CSVReader;
import com.opencsv.CSVReaderBuilder;
import com.opencsv.RFC4180ParserBuilder;
import com.opencsv.exceptions.CsvValidationException;
import java.io.IOException;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** CSV as RFC 4180 has it, with a header of column names. */
final class CsvRows implements BulkRows {
    private static final String BYTE_ORDER_MARK = "\uFEFF";

    private final CSVReader reader;
    private final BulkAction usual;
    private final List<String> columns;
    private boolean broken;

    /** @throws RowException where the header cannot be used */
    CsvRows(Reader text, BulkAction usual) {
        this.usual = usual;
        this.reader = new CSVReaderBuilder(text)
                .withCSVParser(new RFC4180ParserBuilder().build())
                .build();
        this.columns = header();
    }

    @Override
    public Optional<Read> next() {
        while (!broken) {
            int line = Math.toIntExact(reader.getLinesRead()) + 1;
            try {
                String[] cells = reader.readNext();
                if (cells == null) {
                    return Optional.empty();
                }
                if (cells.length > 1 || !cells[0].isBlank()) {
                    return Optional.of(Read.of(line, () -> row(line, cells)));
                }
            } catch (CsvValidationException | IOException e) {
                broken = true;
                return Optional.of(Read.of(line, () -> {
                    throw BulkRow.invalid("From here on the file is no CSV: a quote is not closed, most likely.");
                }));
            }
        }
        return Optional.empty();
    }

    private BulkRow row(int line, String[] cells) {
        if (cells.length != columns.size()) {
            throw BulkRow.invalid("The header has " + columns.size() + " columns and this row " + cells.length + ".");
        }
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < cells.length; i++) {
            values.put(columns.get(i), cells[i]);
        }
        return BulkRow.of(line, values, usual);
    }

    private List<String> header() {
        try {
            String[] names = reader.readNext();
            if (names == null) {
                throw BulkRow.invalid("The file is empty: the first line names the columns.");
            }
            List<String> found = Arrays.stream(names)
                    .map(name -> name.replace(BYTE_ORDER_MARK, "").strip())
                    .toList();
            for (String name : found) {
                if (!BulkRow.COLUMNS.contains(name)) {
                    throw BulkRow.invalid("No column is called \"" + name + "\". There are: "
                            + String.join(
                                    ", ", BulkRow.COLUMNS.stream().sorted().toList()) + ".");
                }
            }
            if (new HashSet<>(found).size() != found.size()) {
                throw BulkRow.invalid("A column is named twice.");
            }
            return found;
        } catch (CsvValidationException e) {
            throw BulkRow.invalid("The first line, which names the columns, is no CSV.");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
