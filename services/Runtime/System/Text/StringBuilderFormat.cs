// Composite formats: {number[,width][:format]}, {{ and }}.

namespace System.Text;

public sealed partial class StringBuilder
{
    private const string Early = "Format item ends prematurely.";

    public StringBuilder AppendFormat(string format, object? arg0) => AppendFormat(format, [arg0]);

    public StringBuilder AppendFormat(string format, object? arg0, object? arg1) => AppendFormat(format, [arg0, arg1]);

    public StringBuilder AppendFormat(string format, object? arg0, object? arg1, object? arg2) => AppendFormat(format, [arg0, arg1, arg2]);

    public StringBuilder AppendFormat(string format, params object?[] args) => AppendFormat(null, format, args);

    public StringBuilder AppendFormat(IFormatProvider? provider, string format, object? arg0) => AppendFormat(provider, format, [arg0]);

    public StringBuilder AppendFormat(IFormatProvider? provider, string format, object? arg0, object? arg1) =>
        AppendFormat(provider, format, [arg0, arg1]);

    public StringBuilder AppendFormat(IFormatProvider? provider, string format, params object?[] args)
    {
        ArgumentNullException.ThrowIfNull(format);
        ArgumentNullException.ThrowIfNull(args);
        for (int at = 0; at < format.Length;)
        {
            char c = format[at++];
            if (c is not ('{' or '}'))
            {
                Append(c);
            }
            else if (at == format.Length)
            {
                throw Bad(Early, at);
            }
            else if (format[at] == c)
            {
                Append(c);
                at++;
            }
            else if (c == '{')
            {
                AppendItem(provider, format, ref at, args);
            }
            else
            {
                throw Bad("Unexpected closing brace without a corresponding opening brace.", at);
            }
        }

        return this;
    }

    private void AppendItem(IFormatProvider? provider, string format, ref int at, object?[] args)
    {
        int number = ReadNumber(format, ref at, "Expected an ASCII digit.");
        SkipSpaces(format, ref at);
        int width = 0;
        bool isLeft = false;
        if (at < format.Length && format[at] == ',')
        {
            at++;
            SkipSpaces(format, ref at);
            isLeft = at < format.Length && format[at] == '-';
            at += isLeft ? 1 : 0;
            width = ReadNumber(format, ref at, "Expected an ASCII digit.");
            SkipSpaces(format, ref at);
        }

        string? form = null;
        if (at < format.Length && format[at] == ':')
        {
            int begin = ++at;
            while (at < format.Length && format[at] is not ('{' or '}'))
            {
                at++;
            }

            form = format.Substring(begin, at - begin);
        }

        if (at >= format.Length || format[at] != '}')
        {
            throw Bad(Early, Math.Min(at, format.Length));
        }

        at++;
        if (number >= args.Length)
        {
            throw new FormatException(
                "Index (zero based) must be greater than or equal to zero and less than the size of the argument list.");
        }

        string text = (provider?.GetFormat(typeof(ICustomFormatter)) is ICustomFormatter custom ? custom.Format(form, args[number],
            provider) : null)
            ?? (args[number] is IFormattable value ? value.ToString(form, provider) : args[number]?.ToString())
            ?? "";
        Append(isLeft ? text.PadRight(width) : text.PadLeft(width));
    }

    private static int ReadNumber(string format, ref int at, string problem)
    {
        int begin = at;
        int number = 0;
        for (; at < format.Length && format[at] is >= '0' and <= '9' && number < 1_000_000; at++)
        {
            number = (number * 10) + format[at] - '0';
        }

        return at > begin ? number : throw Bad(at < format.Length ? problem : Early, at);
    }

    private static void SkipSpaces(string format, ref int at)
    {
        while (at < format.Length && format[at] == ' ')
        {
            at++;
        }
    }

    private static FormatException Bad(string problem, int at) =>
        new($"Input string was not in a correct format. Failure to parse near offset {at}. {problem}");
}
