// --boot-size and --data-size.

using System.CommandLine;
using System.Globalization;
using RustKernel.Flash.Images;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Cli;

/// <summary>How large the partitions of an image are.</summary>
internal sealed class SizeOptions
{
    private readonly Option<string?> _boot = new("--boot-size")
    {
        Description = "the boot partition, such as 128M; without it what its files want, at least 63M",
        HelpName = "SIZE",
    };

    private readonly Option<string> _data = new("--data-size")
    {
        Description = "the data partition (/data), such as 2G, or none",
        HelpName = "SIZE",
        DefaultValueFactory = _ => "64M",
    };

    /// <summary>Both options.</summary>
    public Option[] All => [_boot, _data];

    /// <summary>What was asked for, for a disk whose sectors have <paramref name="sectorBytes"/> bytes.</summary>
    /// <exception cref="ConfigurationException">It is no size.</exception>
    public PartitionSizes Read(ParseResult parsed, int sectorBytes = DiskImage.UsualSectorBytes)
    {
        long boot = parsed.GetValue(_boot) is { } wanted ? Bytes("--boot-size", wanted) : 0;
        string data = parsed.GetValue(_data)!;
        // The target does not read disks with other sectors.
        bool isUnasked = parsed.GetResult(_data) is null or { Implicit: true };
        return new(boot, data == "none" || (isUnasked && sectorBytes != DiskImage.UsualSectorBytes) ? 0 : Bytes("--data-size", data));
    }

    private static long Bytes(string option, string size)
    {
        int shift = size.Length == 0 ? 0 : char.ToUpperInvariant(size[^1]) switch { 'M' => 20, 'G' => 30, _ => 0 };
        return shift > 0
            && long.TryParse(size[..^1], NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            && number is > 0 and < 1L << 21
            ? number << shift
            : throw new ConfigurationException($"{option} takes a size such as 64M or 2G, not \"{size}\"");
    }
}
