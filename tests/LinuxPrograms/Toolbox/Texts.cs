// Texts: Newtonsoft.Json, HtmlAgilityPack, Tomlyn, Superpower, Pidgin.

using HtmlAgilityPack;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Pidgin;
using Superpower;
using Superpower.Parsers;
using Tomlyn;
using Tomlyn.Model;

internal static class Texts
{
    internal static void Json()
    {
        JObject shop = JObject.Parse("{\"items\":[{\"name\":\"nut\",\"price\":1.5},{\"name\":\"bolt\",\"price\":2}],\"open\":true,"
            + "\"since\":\"2001-02-03T04:05:06Z\"}");
        Console.WriteLine(string.Join('|', shop.SelectTokens("$.items[?(@.price > 1.6)].name")));
        Console.WriteLine(shop["items"]!.Sum(item => (double)item["price"]!));
        shop["items"]![0]!["tags"] = new JArray("small", 3, null!);
        shop.Remove("open");
        Console.WriteLine(shop.ToString(Formatting.Indented));
        Console.WriteLine(JToken.DeepEquals(shop, JObject.Parse(shop.ToString(Formatting.None))));
        using JsonTextReader reader = new(new StringReader("[1, 2.5e3, 'it', /* no */ null, {a: [true]}]"));
        while (reader.Read())
        {
            Console.Write($"{reader.TokenType} {reader.Value} {reader.Path}; ");
        }

        Console.WriteLine();
        try
        {
            JToken.Parse("{\"a\": [1, 2}");
        }
        catch (JsonReaderException e)
        {
            Console.WriteLine(e.Message);
        }
    }

    internal static void Pages()
    {
        HtmlDocument page = new();
        page.LoadHtml("<html><body><p class='a'>One &amp; two<p>three<ul><li><a href='/x?y=1'>x</a><li id=l>&lt;last&gt;</ul><br>");
        foreach (HtmlNode node in page.DocumentNode.SelectNodes("//li | //p[@class='a']"))
        {
            Console.WriteLine($"{node.XPath} {HtmlEntity.DeEntitize(node.InnerText)}");
        }

        page.GetElementbyId("l").SetAttributeValue("class", "end");
        page.DocumentNode.SelectSingleNode("//a").Remove();
        Console.WriteLine(page.DocumentNode.OuterHtml);
        Console.WriteLine(string.Join('|', page.ParseErrors.Select(error => $"{error.Line}:{error.LinePosition} {error.Code}")));
    }

    internal static void Settings()
    {
        TomlTable table = TomlSerializer.Deserialize<TomlTable>(
            "title = 'x'\n[owner]\nage = 42\nheight = 1.85\nseen = 1979-05-27T07:32:00Z\n[[part]]\nid = 0x1F\n[[part]]\nid = 1_000\n")!;
        TomlTable owner = (TomlTable)table["owner"];
        Console.WriteLine($"{table["title"]} {owner["age"]} {owner["height"]} {owner["seen"]}");
        Console.WriteLine(string.Join('|', ((TomlTableArray)table["part"]).Select(part => part["id"])));
        owner["tags"] = new TomlArray { "a", "b\n", 3L };
        Console.Write(TomlSerializer.Serialize(table));
        try
        {
            _ = TomlSerializer.Deserialize<TomlTable>("a = [1, 2\nb = ");
        }
        catch (TomlException e)
        {
            Console.WriteLine(e.Message);
        }
    }

    internal static void Expressions()
    {
        TextParser<double> sum = null!;
        TextParser<double> factor = Numerics.DecimalDouble.Or(
            Character.EqualTo('(').IgnoreThen(Superpower.Parse.Ref(() => sum)).Then(value => Character.EqualTo(')').Value(value)));
        TextParser<double> product = Superpower.Parse.Chain(
            Character.In('*', '/').Token(), factor.Token(), (sign, a, b) => sign == '*' ? a * b : a / b);
        sum = Superpower.Parse.Chain(Character.In('+', '-').Token(), product, (sign, a, b) => sign == '+' ? a + b : a - b);
        Console.WriteLine(sum.AtEnd().Parse("2 *(3 + 4.5)- 6/ 4"));
        Console.WriteLine(sum.AtEnd().TryParse("2 + * 3").ToString());
    }

    private static TextParser<T> Token<T>(this TextParser<T> parser) =>
        parser.Then(value => Character.WhiteSpace.Many().Value(value));

    internal static void Lists()
    {
        Parser<char, Pidgin.Unit> space = Pidgin.Parser.SkipWhitespaces;
        Parser<char, IEnumerable<int>> list = Pidgin.Parser.Num.Before(space)
            .Separated(Pidgin.Parser.Char(',').Before(space))
            .Between(Pidgin.Parser.Char('[').Before(space), Pidgin.Parser.Char(']'));
        Console.WriteLine(string.Join('|', list.ParseOrThrow("[ 1, -20 ,300 ]")));
        Pidgin.Result<char, IEnumerable<int>> bad = list.Parse("[1, x]");
        Console.WriteLine($"{bad.Success} {bad.Error}");
    }
}
