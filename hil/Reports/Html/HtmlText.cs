// Text into HTML.

using System;
using System.Globalization;
using System.Net;

namespace RustKernel.Hil.Reports.Html;

/// <summary>Escapes and formats for HTML.</summary>
internal static class HtmlText
{
    /// <summary><paramref name="text"/> as content or as a value in double quotes; control characters as \xNN.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(PlainText.Of(text));

    /// <summary>A number for CSS or SVG.</summary>
    public static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);

    /// <summary>A time span in the unit that fits: 12.3 ms, 4.56 s.</summary>
    public static string Time(double nanoseconds) => Math.Abs(nanoseconds) switch
    {
        < 1e6 => (nanoseconds / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " µs",
        < 1e9 => (nanoseconds / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " ms",
        _ => (nanoseconds / 1e9).ToString("0.00", CultureInfo.InvariantCulture) + " s",
    };

    /// <summary>A number of bytes: 12 bytes, 3.4 MB.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 10_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes} bytes"),
        < 10_000_000 => (bytes / 1e3).ToString("0.0", CultureInfo.InvariantCulture) + " kB",
        < 10_000_000_000 => (bytes / 1e6).ToString("0.0", CultureInfo.InvariantCulture) + " MB",
        _ => (bytes / 1e9).ToString("0.0", CultureInfo.InvariantCulture) + " GB",
    };

    /// <summary>A whole number with thin spaces between thousands.</summary>
    public static string Count(long count) =>
        count.ToString("#,0", CultureInfo.InvariantCulture).Replace(",", "\u202f", StringComparison.Ordinal);

    /// <summary>The CSS class of a verdict's word.</summary>
    public static string Tone(string verdict) => verdict switch
    {
        "pass" => "good",
        "fail" or "flaky" => "bad",
        _ => "odd",
    };
}
