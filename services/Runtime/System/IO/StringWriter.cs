// Writes into a string.

using System.Text;

namespace System.IO;

public class StringWriter : TextWriter
{
    private readonly StringBuilder _text;
    private bool _isOpen = true;

    public StringWriter()
        : this(new StringBuilder(), null)
    {
    }

    public StringWriter(IFormatProvider? formatProvider)
        : this(new StringBuilder(), formatProvider)
    {
    }

    public StringWriter(StringBuilder sb)
        : this(sb, null)
    {
    }

    public StringWriter(StringBuilder sb, IFormatProvider? formatProvider)
        : base(formatProvider)
    {
        ArgumentNullException.ThrowIfNull(sb);
        _text = sb;
    }

    public override Encoding Encoding => Encoding.Unicode;

    public virtual StringBuilder GetStringBuilder() => _text;

    public override void Write(char value) => Open().Append(value);

    public override void Write(ReadOnlySpan<char> buffer) => Open().Append(buffer);

    public override string ToString() => _text.ToString();

    protected override void Dispose(bool disposing) => _isOpen = false;

    private StringBuilder Open() => _isOpen ? _text : throw new ObjectDisposedException(null, "Cannot write to a closed TextWriter.");
}
