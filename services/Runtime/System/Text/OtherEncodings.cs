// All encodings but UTF-8, made on first use.

namespace System.Text;

internal static class OtherEncodings
{
    internal static readonly Encoding Default = new UTF8Encoding(false);
    internal static readonly Encoding Ascii = new ASCIIEncoding();
    internal static readonly Encoding Latin1 = new Latin1Encoding();
    internal static readonly Encoding Unicode = new UnicodeEncoding();
    internal static readonly Encoding BigEndianUnicode = new UnicodeEncoding(true, true);
    internal static readonly Encoding Utf32 = new UTF32Encoding();

    internal static Encoding? Find(int codepage) => codepage switch
    {
        0 => Default,
        1200 => Unicode,
        1201 => BigEndianUnicode,
        12000 => Utf32,
        20127 => Ascii,
        28591 => Latin1,
        65001 => Encoding.UTF8,
        _ => null,
    };

    internal static Encoding? Find(string name) => name.ToLowerInvariant() switch
    {
        "utf-8" or "utf8" or "unicode-1-1-utf-8" or "unicode-2-0-utf-8" or "x-unicode-1-1-utf-8" or "x-unicode-2-0-utf-8" => Encoding.UTF8,
        "utf-16" or "utf-16le" or "unicode" or "ucs-2" or "iso-10646-ucs-2" => Unicode,
        "utf-16be" or "unicodefffe" => BigEndianUnicode,
        "utf-32" or "utf-32le" => Utf32,
        "us-ascii" or "ascii" or "ansi_x3.4-1968" or "iso646-us" or "us" or "cp367" => Ascii,
        "iso-8859-1" or "latin1" or "iso_8859-1" or "iso8859-1" or "l1" or "cp819" => Latin1,
        _ => null,
    };
}
