// Packages of other people, as they are: what each makes of a fixed input.

using System.Text;
using System.Text.Json;
using Acornima;
using Acornima.Ast;
using K4os.Compression.LZ4;
using Markdig;
using NodaTime;
using Org.BouncyCastle.Crypto.Digests;
using Org.BouncyCastle.Crypto.Generators;
using Org.BouncyCastle.Crypto.Parameters;
using Org.BouncyCastle.Crypto.Signers;
using Org.BouncyCastle.Security;

const string markdown = """
    # A title

    Some *text* with `code`, a [link](https://example.org) and

    - a list
    - of two

    | a | b |
    |---|---|
    | 1 | 2 |
    """;
Console.WriteLine(Markdown.ToHtml(markdown, new MarkdownPipelineBuilder().UseAdvancedExtensions().Build()));

var date = new LocalDate(2026, 11, 29);
Console.WriteLine(date.PlusMonths(3).With(DateAdjusters.EndOfMonth));
Console.WriteLine(Instant.FromUnixTimeSeconds(1_764_000_000) + Duration.FromHours(5));
Console.WriteLine(Period.Between(new LocalDate(1999, 12, 31), date));

byte[] text = Encoding.UTF8.GetBytes(string.Concat(Enumerable.Range(0, 2000).Select(i => $"line {i % 37}\n")));
byte[] packed = LZ4Pickler.Pickle(text, LZ4Level.L09_HC);
Console.WriteLine($"{text.Length} {packed.Length} {LZ4Pickler.Unpickle(packed).AsSpan().SequenceEqual(text)}");

var digest = new Sha3Digest(256);
digest.BlockUpdate(text, 0, text.Length);
byte[] hash = new byte[digest.GetDigestSize()];
digest.DoFinal(hash, 0);
Console.WriteLine(Convert.ToHexString(hash));
var seed = new byte[32];
for (int i = 0; i < 32; i++) seed[i] = (byte)i;
var key = new Ed25519PrivateKeyParameters(seed, 0);
var signer = new Ed25519Signer();
signer.Init(true, key);
signer.BlockUpdate(text, 0, text.Length);
byte[] signature = signer.GenerateSignature();
signer.Init(false, key.GeneratePublicKey());
signer.BlockUpdate(text, 0, text.Length);
Console.WriteLine($"{Convert.ToHexString(signature)} {signer.VerifySignature(signature)}");

var script = new Parser().ParseScript("function f(a, b = 2) { return a ** b; } const x = [1, 2, 3].map(v => f(v));");
Console.WriteLine(string.Join(' ', script.DescendantNodes().Select(n => n.Type)));

using var document = JsonDocument.Parse("""{ "a": [1, 2.5, "x", null, true], "b": { "c": "\u00e4" } }""");
Console.WriteLine(string.Join('|', document.RootElement.GetProperty("a").EnumerateArray().Select(e => $"{e.ValueKind}:{e}")));
Console.WriteLine(document.RootElement.GetProperty("b").GetProperty("c").GetString());
