// Tables as comma-separated values, read and written field by field and through a map.

using System.Globalization;
using CsvHelper;
using CsvHelper.Configuration;

internal static class TablesProgram
{
    private const string Text = "name,count,price,when\r\n\"Smith, J.\",3,1.50,2026-11-29\r\n"
        + "\"say \"\"hi\"\"\",-1,1e3,1999-12-31\r\n\"two\r\nlines\",0,,2000-02-29\r\n";

    internal static void Main()
    {
        using (var reader = new CsvReader(new StringReader(Text), CultureInfo.InvariantCulture))
        {
            reader.Read();
            reader.ReadHeader();
            Console.WriteLine(string.Join('|', reader.HeaderRecord!));
            while (reader.Read())
            {
                DateTime when = reader.GetField<DateTime>("when");
                Console.WriteLine($"{reader.Parser.Row} [{reader.GetField("name")}] {reader.GetField<int>("count")} "
                    + $"{reader.GetField<double?>("price"):R} {when:yyyy-MM-dd dddd}");
            }
        }

        var configuration = new CsvConfiguration(CultureInfo.InvariantCulture)
        {
            Delimiter = ";",
            Quote = '\'',
            NewLine = "\n",
            Comment = '#',
            AllowComments = true
        };
        var written = new StringWriter();
        using (var writer = new CsvWriter(written, configuration))
        {
            foreach (string head in (string[])["a", "b;c", "d'e"])
            {
                writer.WriteField(head);
            }

            writer.NextRecord();
            for (int i = 0; i < 4; i++)
            {
                writer.WriteField(i * 1.25m);
                writer.WriteField(i % 2 == 0);
                writer.WriteField(new string('x', i));
                writer.NextRecord();
            }

            writer.WriteComment(" the end");
            writer.NextRecord();
        }

        Console.Write(written);
        using var parser = new CsvParser(new StringReader(written.ToString()), configuration);
        while (parser.Read())
        {
            Console.WriteLine($"{parser.Count} {string.Join('|', parser.Record!)}");
        }

        try
        {
            using var bad = new CsvReader(new StringReader("a,b\n1,x\"y\n"), CultureInfo.InvariantCulture);
            bad.Read();
            bad.ReadHeader();
            bad.Read();
            Console.WriteLine(bad.GetField<int>("b"));
        }
        catch (CsvHelperException e)
        {
            Console.WriteLine($"{e.GetType().Name} {e.Message.Split('\n')[0]}");
        }
    }
}
