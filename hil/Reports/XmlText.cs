// Text into XML.

using System.Text;
using System.Xml;

namespace RustKernel.Hil.Reports;

/// <summary>Makes any text of a machine fit for XML.</summary>
public static class XmlText
{
    /// <summary>Writes the attribute <paramref name="name"/> with <paramref name="value"/> as <see cref="Clean"/> leaves it.</summary>
    internal static void WriteClean(this XmlWriter xml, string name, string value) => xml.WriteAttributeString(name, Clean(value));

    /// <summary>
    /// XML 1.0 has no way to write most control characters, and a page that shows the others would obey them: each becomes U+FFFD, so that
    /// the reader still sees that something was there.
    /// </summary>
    public static string Clean(string text)
    {
        StringBuilder clean = new(text.Length);
        for (int index = 0; index < text.Length; index++)
        {
            if (char.IsHighSurrogate(text[index]) && index + 1 < text.Length && char.IsLowSurrogate(text[index + 1]))
            {
                clean.Append(text[index]).Append(text[++index]);
            }
            else
            {
                clean.Append(XmlConvert.IsXmlChar(text[index]) && text[index] is not (>= '\u007f' and <= '\u009f')
                    ? text[index]
                    : '\uFFFD');
            }
        }

        return clean.ToString();
    }
}
