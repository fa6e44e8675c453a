// Two to four numbers separated by points.

using System.Collections.Generic;

namespace System;

public sealed class Version : IComparable, IComparable<Version?>, IEquatable<Version?>, ICloneable, IFormattable
{
    public Version()
        : this(0, 0)
    {
    }

    public Version(int major, int minor) =>
        (Major, Minor, Build, Revision) = (NotNegative(major, nameof(major)), NotNegative(minor, nameof(minor)), -1, -1);

    public Version(int major, int minor, int build)
        : this(major, minor) => Build = NotNegative(build, nameof(build));

    public Version(int major, int minor, int build, int revision)
        : this(major, minor, build) => Revision = NotNegative(revision, nameof(revision));

    public Version(string version)
    {
        Version read = Parse(version);
        (Major, Minor, Build, Revision) = (read.Major, read.Minor, read.Build, read.Revision);
    }

    public int Major { get; }

    public int Minor { get; }

    public int Build { get; }

    public int Revision { get; }

    public static bool operator ==(Version? v1, Version? v2) => v1 is null ? v2 is null : v1.Equals(v2);

    public static bool operator !=(Version? v1, Version? v2) => !(v1 == v2);

    public static bool operator <(Version? v1, Version? v2) => v1 is null ? v2 is not null : v1.CompareTo(v2) < 0;

    public static bool operator <=(Version? v1, Version? v2) => v1 is null || v1.CompareTo(v2) <= 0;

    public static bool operator >(Version? v1, Version? v2) => v2 < v1;

    public static bool operator >=(Version? v1, Version? v2) => v2 <= v1;

    public static Version Parse(string input)
    {
        ArgumentNullException.ThrowIfNull(input);
        string[] parts = input.Split('.');
        if (parts.Length is < 2 or > 4)
        {
            throw new ArgumentException("Version string portion was too short or too long.", nameof(input));
        }

        List<int> numbers = [];
        foreach (string part in parts)
        {
            int number = int.Parse(part, Globalization.NumberStyles.Integer, null);
            ArgumentOutOfRangeException.ThrowIfNegative(number, nameof(input));
            numbers.Add(number);
        }

        return Make(numbers);
    }

    public static bool TryParse(
        [Diagnostics.CodeAnalysis.NotNullWhen(true)] string? input,
        [Diagnostics.CodeAnalysis.NotNullWhen(true)] out Version? result)
    {
        result = null;
        string[] parts = input is null ? [] : input.Split('.');
        if (parts.Length is < 2 or > 4)
        {
            return false;
        }

        List<int> numbers = [];
        foreach (string part in parts)
        {
            if (!int.TryParse(part, Globalization.NumberStyles.Integer, null, out int number) || number < 0)
            {
                return false;
            }

            numbers.Add(number);
        }

        result = Make(numbers);
        return true;
    }

    public object Clone() => MemberwiseClone();

    public int CompareTo(Version? value) => value is null
        ? 1
        : (Major, Minor, Build, Revision).CompareTo((value.Major, value.Minor, value.Build, value.Revision));

    public int CompareTo(object? version) => version switch
    {
        null => 1,
        Version other => CompareTo(other),
        _ => throw new ArgumentException("Object must be of type Version.", nameof(version)),
    };

    public bool Equals(Version? obj) => obj is not null && CompareTo(obj) == 0;

    public override bool Equals(object? obj) => Equals(obj as Version);

    public override int GetHashCode() => HashCode.Combine(Major, Minor, Build, Revision);

    public override string ToString() => ToString(Build < 0 ? 2 : Revision < 0 ? 3 : 4);

    public string ToString(int fieldCount)
    {
        int most = Build < 0 ? 2 : Revision < 0 ? 3 : 4;
        if (fieldCount < 0 || fieldCount > most)
        {
            throw new ArgumentException($"Argument must be between 0 and {most}.", nameof(fieldCount));
        }

        return string.Join(".", new[] { Major, Minor, Build, Revision }[..fieldCount]);
    }

    string IFormattable.ToString(string? format, IFormatProvider? formatProvider) => ToString();

    private static Version Make(List<int> numbers) => numbers.Count switch
    {
        2 => new(numbers[0], numbers[1]),
        3 => new(numbers[0], numbers[1], numbers[2]),
        _ => new(numbers[0], numbers[1], numbers[2], numbers[3]),
    };

    private static int NotNegative(int number, string part)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(number, part);
        return number;
    }
}
