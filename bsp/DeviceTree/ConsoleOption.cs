// console= of the kernel's command line: the UART of the tree that it names.

using System;

namespace RustKernel.DeviceTree;

/// <summary>
/// Resolves <c>console=NAME[,OPTIONS]</c>. NAME is a path, an alias ("serial0"), or Linux's name of a line: the letters of the
/// UART's family and a number ("ttyS0", "ttyAMA0").
/// </summary>
public static class ConsoleOption
{
    private const int MostDigits = 3;

    /// <summary>
    /// Finds the device that <paramref name="value"/> names; the text after the comma becomes its options. Line N of a family is the device
    /// with the alias "serialN". Without that alias it is the N-th enabled device of the family in the tree. The node is absent when no
    /// enabled device has the name.
    /// </summary>
    public static DeviceTreeConsole Resolve(DeviceTreeBlob tree, ReadOnlySpan<byte> value)
    {
        int comma = value.IndexOf((byte)',');
        ReadOnlySpan<byte> name = comma < 0 ? value : value.Slice(0, comma);
        ReadOnlySpan<byte> options = comma < 0 ? default : value.Slice(comma + 1);
        int digits = DigitsBehind(name);
        ReadOnlySpan<byte> letters = name.Slice(0, name.Length - digits);
        DeviceTreeNode node = !IsFamily(letters) ? tree.Find(name)
            : digits is > 0 and <= MostDigits ? Line(tree, letters, name.Slice(name.Length - digits))
            : default;
        bool isUsable = node.Exists && node.IsEnabled;
        return new DeviceTreeConsole(isUsable ? node : default, options, isNamed: isUsable);
    }

    /// <summary>The letters in the line's name for <paramref name="node"/>; empty when it is no UART with such a name.</summary>
    public static ReadOnlySpan<byte> LettersOf(scoped in DeviceTreeNode node)
    {
        for (int i = 0; ; i++)
        {
            ReadOnlySpan<byte> letters = Family(i, out ReadOnlySpan<byte> drivers);
            if (letters.Length == 0 || Binds(node, drivers))
            {
                return letters;
            }
        }
    }

    // The letters of each family and its devices; empty after the last family. The SBSA UART has the PL011's letters, the mini-UART the
    // 16550's. [LINUX, drivers/tty/serial: dev_name of each driver]
    private static ReadOnlySpan<byte> Family(int index, out ReadOnlySpan<byte> drivers)
    {
        switch (index)
        {
            case 0:
                drivers = DeviceNames.Pl011;
                return "ttyAMA"u8;
            case 1:
                drivers = DeviceNames.SbsaUart;
                return "ttyAMA"u8;
            case 2:
                drivers = DeviceNames.Ns16550;
                return "ttyS"u8;
            case 3:
                drivers = DeviceNames.MiniUart;
                return "ttyS"u8;
            case 4:
                drivers = DeviceNames.ImxUart;
                return "ttymxc"u8;
            case 5:
                drivers = DeviceNames.CadenceUart;
                return "ttyPS"u8;
            case 6:
                drivers = DeviceNames.MesonUart;
                return "ttyAML"u8;
            case 7:
                drivers = DeviceNames.GeniUart;
                return "ttyMSM"u8;
            case 8:
                drivers = DeviceNames.MsmUart;
                return "ttyMSM"u8;
            case 9:
                drivers = DeviceNames.ArmadaUart;
                return "ttyMV"u8;
            case 10:
                drivers = DeviceNames.ScifUart;
                return "ttySC"u8;
            case 11:
                drivers = DeviceNames.Lpuart;
                return "ttyLP"u8;
            default:
                drivers = default;
                return default;
        }
    }

    private static bool IsFamily(scoped ReadOnlySpan<byte> letters)
    {
        for (int i = 0; ; i++)
        {
            ReadOnlySpan<byte> known = Family(i, out _);
            if (known.Length == 0 || known.SequenceEqual(letters))
            {
                return known.Length != 0;
            }
        }
    }

    private static int DigitsBehind(scoped ReadOnlySpan<byte> name)
    {
        int count = 0;
        while (count < name.Length && name[name.Length - 1 - count] is >= (byte)'0' and <= (byte)'9')
        {
            count++;
        }

        return count;
    }

    private static DeviceTreeNode Line(DeviceTreeBlob tree, scoped ReadOnlySpan<byte> letters, scoped ReadOnlySpan<byte> digits)
    {
        Span<byte> alias = stackalloc byte[16];
        "serial"u8.CopyTo(alias);
        digits.CopyTo(alias.Slice(6));
        DeviceTreeNode named = tree.Find(tree.Alias(alias.Slice(0, 6 + digits.Length)));
        if (named.Exists && LettersOf(named).SequenceEqual(letters))
        {
            return named;
        }

        uint number = 0;
        foreach (byte digit in digits)
        {
            number = (number * 10) + (uint)(digit - '0');
        }

        foreach (DeviceTreeNode node in tree.Nodes)
        {
            if (node.IsEnabled && LettersOf(node).SequenceEqual(letters) && number-- == 0)
            {
                return node;
            }
        }

        return default;
    }

    private static bool Binds(scoped in DeviceTreeNode node, scoped ReadOnlySpan<byte> drivers)
    {
        while (drivers.Length > 0)
        {
            if (node.IsCompatible(DeviceNames.TakeFirst(ref drivers)))
            {
                return true;
            }
        }

        return false;
    }
}
