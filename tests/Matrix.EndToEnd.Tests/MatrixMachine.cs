// A row as a target of the rig: sets what the board's target does not, and makes disks and loaders.

using System;
using System.Collections.Generic;
using System.Diagnostics;
using System.IO;
using System.Linq;
using RustKernel.EndToEnd.Tests;
using RustKernel.Hil.Firmware;
using RustKernel.Hil.Targets;
using Xunit;

namespace RustKernel.Matrix.EndToEnd.Tests;

/// <summary>Makes targets, with their files in the given folder.</summary>
public sealed class MatrixMachine(TemporaryFolder folder)
{
    private const string Edk2 = "/usr/share/qemu-efi-aarch64/QEMU_EFI.fd";
    private const string UBoot = "/usr/lib/u-boot/qemu_arm64/u-boot.bin";
    private const string FromFirmware = "firmware:";
    private const string FromBoard = "board:";
    private const string LoaderLink = "0x50000000";

    // Firmware is silent for seconds, and other work runs at the same time as a matrix.
    private static readonly Deadlines s_deadlines = new(TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(60), TimeSpan.FromSeconds(240));

    /// <summary>The repository.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>The file under test, the same for all rows.</summary>
    public static string Image => Path.Combine(Root, "artifacts", "Image");

    /// <summary>The target of <paramref name="row"/>, which will run <paramref name="words"/>.</summary>
    public TargetDefinition Target(MatrixRow row, string words)
    {
        Assert.True(File.Exists(Image), "artifacts/Image is missing: make build");
        if (row.Way == Way.Board)
        {
            TargetDefinition board = OfBoard(row.Board);
            return row.CardBytes > 0 ? board with { Qemu = board.Qemu with { Disks = [Card(row.CardBytes)] } } : board;
        }

        TargetDefinition target = BoardCatalog.Load(Root).Target("qemu-virt");
        QemuSettings machine = target.Qemu with
        {
            Options = [$"gic-version={row.Gic}", .. row.Options.Split(',', StringSplitOptions.RemoveEmptyEntries)],
            Cpu = row.Cpu,
            Memory = row.Memory,
            Smp = row.Cpus,
            Arguments = ["-nic", "none", .. row.Counts ? new[] { "-icount", "shift=0,sleep=off" } : []],
        };
        return target with { Name = row.Name, Image = Image, Deadlines = s_deadlines, Qemu = Load(machine, row, words) };
    }

    private string Card(long bytes)
    {
        using FileStream stream = File.Create(folder.File("card.img"));
        stream.SetLength(bytes);
        return stream.Name;
    }

    private static TargetDefinition OfBoard(string name)
    {
        TargetDefinition target = BoardCatalog.Load(Root).Target(name);
        string tree = target.Qemu.Dtb;
        if (tree.StartsWith(FromFirmware, StringComparison.Ordinal))
        {
            tree = BoardFirmware.Of(target.Board, target.BoardFolder)!.Require(tree[FromFirmware.Length..]);
        }
        else if (tree.StartsWith(FromBoard, StringComparison.Ordinal))
        {
            string made = Path.Combine(Root, "artifacts", "matrix", $"{name}.dtb");
            DeviceTreeCompiler.Compile(Path.Combine(target.BoardFolder, tree[FromBoard.Length..]), made);
            tree = made;
        }

        if (target.Qemu.Overlays.Count > 0)
        {
            string made = Path.Combine(Root, "artifacts", "matrix");
            List<string> overlays =
                [.. target.Qemu.Overlays.Select(overlay => Path.Combine(made, Path.ChangeExtension(Path.GetFileName(overlay), ".dtbo")))];
            foreach ((string source, string overlay) in target.Qemu.Overlays.Zip(overlays))
            {
                DeviceTreeCompiler.Compile(Path.Combine(target.BoardFolder, source), overlay);
            }

            DeviceTreeCompiler.Apply(tree, overlays, Path.Combine(made, $"{name}.dtb"));
            tree = Path.Combine(made, $"{name}.dtb");
        }

        return target with { Image = Image, Deadlines = s_deadlines, Qemu = target.Qemu with { Dtb = tree } };
    }

    private QemuSettings Load(QemuSettings machine, MatrixRow row, string words) => row.Way switch
    {
        Way.Kernel => machine,
        Way.Raw => With(machine, Loader(row.Address)) with { Kernel = Jump(row.Address, "-Ttext=0", "--oformat=binary") },
        // Without firmware nothing can switch the machine off.
        Way.RawAtEL3 => With(machine, Loader(row.Address)) with
        {
            Kernel = Jump(row.Address, "-N", "-Ttext=" + LoaderLink),
            PowersOff = false
        },
        Way.EfiDisk => With(WithoutTables(machine), [.. Bios(Edk2), .. Disk("/EFI/BOOT/BOOTAA64.EFI", ("/cmdline.txt", words))]) with
        {
            Kernel = ""
        },
        Way.EfiKernel => With(WithoutTables(machine), Bios(Edk2)),
        Way.UBootEfi => With(machine, [.. Bios(UBoot), .. Disk("/EFI/BOOT/BOOTAA64.EFI", ("/cmdline.txt", words))]) with { Kernel = "" },
        Way.UBootImage => With(
            machine,
            [.. Bios(UBoot), .. Disk("/Image", ("/extlinux/extlinux.conf", $"label rustkernel\n  kernel /Image\n  append {words}\n"))]) with
        {
            Kernel = ""
        },
        _ => throw new ArgumentOutOfRangeException(nameof(row), row.Way, "no way to load"),
    };

    private static QemuSettings With(QemuSettings machine, params string[] arguments) =>
        machine with { Arguments = [.. machine.Arguments, .. arguments] };

    private static QemuSettings WithoutTables(QemuSettings machine) => machine with { Options = [.. machine.Options, "acpi=off"] };

    private static string[] Loader(ulong address) => ["-device", $"loader,file={Image},addr=0x{address:x},force-raw=on"];

    private static string[] Bios(string firmware)
    {
        Assert.True(File.Exists(firmware), $"{firmware} is missing: make install-deps");
        return ["-bios", firmware];
    }

    private string Jump(ulong address, params string[] link)
    {
        string part = folder.File("jump.o"), file = folder.File("jump");
        Run(
            "clang",
            "--target=aarch64-none-elf",
            "-c",
            $"-DTARGET=0x{address:x}",
            "-o",
            part,
            Path.Combine(AppContext.BaseDirectory, "Jump.S"));
        Run("ld.lld", [.. link, "-o", file, part]);
        return file;
    }

    private string[] Disk(string kernel, (string Path, string Text) file)
    {
        string disk = folder.File("disk.img");
        using (FileStream stream = File.Create(disk))
        {
            stream.SetLength(16 * 1024 * 1024);
        }

        File.WriteAllText(folder.File("text"), file.Text);
        Run("mformat", "-i", disk, "::");
        Run("mmd", "-i", disk, "::/EFI", "::/EFI/BOOT", "::/extlinux");
        Run("mcopy", "-i", disk, Image, "::" + kernel);
        Run("mcopy", "-i", disk, folder.File("text"), "::" + file.Path);
        return ["-drive", $"file={disk},format=raw,if=none,id=disk", "-device", "virtio-blk-device,drive=disk"];
    }

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        Assert.True(process.ExitCode == 0, $"{program}: {errors}");
    }

    private static string FindRoot()
    {
        DirectoryInfo? here = new(AppContext.BaseDirectory);
        while (here is not null && !Directory.Exists(Path.Combine(here.FullName, "boards")))
        {
            here = here.Parent;
        }

        return here?.FullName ?? throw new InvalidOperationException("no repository above the tests");
    }
}
