// The only culture: invariant. Programs name it to be explicit. Any other name is refused, as in .NET with InvariantGlobalization.

namespace System.Globalization;

public class CultureInfo : IFormatProvider, ICloneable
{
    private static readonly CultureInfo s_invariant = new();

    public CultureInfo(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        Name = name.Length == 0
            ? name
            : throw new CultureNotFoundException(nameof(name), name, "Only the invariant culture is supported in globalization-invariant "
                + "mode. See https://aka.ms/GlobalizationInvariantMode for more information.");
    }

    private CultureInfo() => Name = "";

    public static CultureInfo InvariantCulture => s_invariant;

    public static CultureInfo CurrentCulture
    {
        get => s_invariant;
        set => ArgumentNullException.ThrowIfNull(value);
    }

    public static CultureInfo CurrentUICulture
    {
        get => s_invariant;
        set => ArgumentNullException.ThrowIfNull(value);
    }

    public virtual string Name { get; }

    public bool IsReadOnly => true;

    public virtual NumberFormatInfo NumberFormat => NumberFormatInfo.InvariantInfo;

    public virtual DateTimeFormatInfo DateTimeFormat => DateTimeFormatInfo.InvariantInfo;

    public virtual TextInfo TextInfo => TextInfo.Invariant;

    public static CultureInfo GetCultureInfo(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        return new(name.ToLowerInvariant());
    }

    public virtual object? GetFormat(Type? formatType) =>
        formatType == typeof(NumberFormatInfo) ? NumberFormat : formatType == typeof(DateTimeFormatInfo) ? DateTimeFormat : null;

    public virtual object Clone() => this;

    public override bool Equals(object? value) => value is CultureInfo other && other.Name == Name;

    public override int GetHashCode() => Name.GetHashCode();

    public override string ToString() => Name;
}
