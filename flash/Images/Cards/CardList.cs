// The disks of this machine, read from sysfs.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;

namespace RustKernel.Flash.Images.Cards;

/// <summary>
/// Asks the kernel's own tables, not a tool's output: disks, partitions, what is built on them, what is mounted. Opens no
/// disk. [Linux, Documentation/ABI/stable/sysfs-block]
/// </summary>
public sealed class CardList
{
    private const int SectorBytes = 512;
    private const int MaximumStacking = 8;
    private readonly SystemPaths _paths;
    private readonly MountTable _mounts;

    /// <summary>Looks at the system as <paramref name="paths"/> show it now.</summary>
    public CardList(SystemPaths paths)
    {
        _paths = paths;
        _mounts = MountTable.Read(paths);
    }

    /// <summary>All whole disks, in order of their names.</summary>
    public IReadOnlyList<Card> All()
    {
        string folder = Path.Combine(_paths.Sys, "block");
        return Directory.Exists(folder)
            ? [.. Directory
                .EnumerateFileSystemEntries(folder)
                .Select(Path.GetFileName)
                .Order(StringComparer.Ordinal)
                .Select(name => Describe(name!))]
            : [];
    }

    /// <summary>The whole disk that <paramref name="target"/> (a device node or a link to one) names.</summary>
    /// <exception cref="ImageException">It is a partition, or no disk.</exception>
    public Card Find(string target)
    {
        string name = Path.GetFileName(Resolve(target));
        if (Directory.Exists(Path.Combine(_paths.Sys, "block", name)))
        {
            return Describe(name);
        }

        if (Disks().FirstOrDefault(disk => Directory.Exists(Path.Combine(_paths.Sys, "block", disk, name))) is { } whole)
        {
            throw new ImageException($"{target} is a partition: name the whole card, {Path.Combine(_paths.Dev, whole)}");
        }

        throw new ImageException(File.Exists(target) ? $"{target} is no disk" : $"{target} does not exist: is the card in?");
    }

    /// <summary>
    /// Where the system sees the first partition of <paramref name="card"/> now, in bytes; null when it sees none (it does not look
    /// for partitions on every kind of disk).
    /// </summary>
    public (long Start, long Length)? FirstPartition(Card card)
    {
        string folder = Path.Combine(_paths.Sys, "block", card.Name);
        string? first = Directory.Exists(folder)
            ? Directory.EnumerateDirectories(folder).FirstOrDefault(part => Text(part, "partition") == "1")
            : null;
        // Linux counts in 512 bytes here, whatever the disk's sectors are.
        return first is null ? null : (Number(first, "start") * SectorBytes, Number(first, "size") * SectorBytes);
    }

    /// <summary>True when <paramref name="target"/> lies among the device nodes.</summary>
    public bool IsDevice(string target) => Resolve(target).StartsWith(_paths.Dev + "/", StringComparison.Ordinal);

    private static string Resolve(string target)
        => new FileInfo(target) is { LinkTarget: not null } link
            ? link.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? Path.GetFullPath(target)
            : Path.GetFullPath(target);

    private IEnumerable<string> Disks()
        => Directory.EnumerateFileSystemEntries(Path.Combine(_paths.Sys, "block")).Select(path => Path.GetFileName(path));

    private Card Describe(string name)
    {
        string folder = Path.Combine(_paths.Sys, "block", name);
        string real = RealFolder(folder);
        string bus = BusOf(name, real);
        string[] parts = [folder, .. Directory.EnumerateDirectories(folder).Where(part => File.Exists(Path.Combine(part, "partition")))];
        string[] holders = [.. parts.SelectMany(part => HoldersOf(part, 0)).Distinct().Order(StringComparer.Ordinal)];
        string[] all = [.. parts, .. holders.Select(holder => Path.Combine(_paths.Sys, "block", holder))];
        return new Card
        {
            Name = name,
            Path = Path.Combine(_paths.Dev, name),
            Model = ModelOf(folder),
            Size = Number(folder, "size") * SectorBytes,
            SectorBytes = Number(folder, "queue/logical_block_size") is > 0 and <= int.MaxValue and var sector
                ? (int)sector
                : DiskImage.UsualSectorBytes,
            Bus = bus,
            IsRemovable = Number(folder, "removable") == 1 || (bus == "mmc" && Text(folder, "device/type") == "SD"),
            IsReadOnly = Number(folder, "ro") == 1,
            Mounts = [.. all
                .SelectMany(part => _mounts.Of(Text(part, "dev"), Path.Combine(_paths.Dev, Path.GetFileName(part))))
                .Distinct()
                .Order(StringComparer.Ordinal)],
            Holders = holders,
            UsbIdentity = UsbIdentityOf(real),
        };
    }

    private IEnumerable<string> HoldersOf(string part, int depth)
    {
        string folder = Path.Combine(part, "holders");
        if (depth > MaximumStacking || !Directory.Exists(folder))
        {
            return [];
        }

        return Directory.EnumerateFileSystemEntries(folder).Select(path => Path.GetFileName(path))
            .SelectMany(holder => HoldersOf(Path.Combine(_paths.Sys, "block", holder), depth + 1).Prepend(holder));
    }

    // /sys/block/sdb is a link into the tree of devices, whose path shows how the disk is connected.
    private static string RealFolder(string folder) =>
        new DirectoryInfo(folder).ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? folder;

    private static string BusOf(string name, string real)
    {
        if (name.StartsWith("loop", StringComparison.Ordinal))
        {
            return "loop";
        }

        string[] parts = real.Split('/');
        foreach ((string mark, string bus) in new[]
        {
            ("usb", "usb"),
            ("mmc_host", "mmc"),
            ("nvme", "nvme"),
            ("ata", "sata"),
            ("virtio", "virtio"),
            ("virtual", "virtual")
        })
        {
            if (parts.Any(part => part.StartsWith(mark, StringComparison.Ordinal)))
            {
                return bus;
            }
        }

        return "?";
    }

    private static string ModelOf(string folder)
        => string.Join(' ', new[] { Text(folder, "device/vendor"), Text(folder, "device/model"), Text(folder, "device/name") }
            .Where(text => text.Length > 0 && !text.StartsWith("0x", StringComparison.Ordinal)));

    private static string UsbIdentityOf(string real)
    {
        for (DirectoryInfo? folder = new(real); folder is not null; folder = folder.Parent)
        {
            string vendor = Text(folder.FullName, "idVendor");
            if (vendor.Length > 0)
            {
                return $"{vendor}:{Text(folder.FullName, "idProduct")}";
            }
        }

        return "";
    }

    private static long Number(string folder, string name)
        => long.TryParse(Text(folder, name), NumberStyles.None, CultureInfo.InvariantCulture, out long value) ? value : 0;

    // A disk may vanish while it is read: values that are gone are empty.
    private static string Text(string folder, string name)
    {
        try
        {
            string path = Path.Combine(folder, name);
            return File.Exists(path) ? File.ReadAllText(path).Trim() : "";
        }
        catch (IOException)
        {
            return "";
        }
        catch (UnauthorizedAccessException)
        {
            return "";
        }
    }
}
