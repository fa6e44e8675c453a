// The rows. Every axis has a row in Smoke; All adds the rest.

using System.Collections.Generic;
using System.Linq;
using RustKernel.Hil.Targets;

namespace RustKernel.Matrix.EndToEnd.Tests;

/// <summary>The machines and ways of loading on which the same Image must pass.</summary>
public static class MatrixRows
{
    private const string Hypervisor = "virtualization=on";
    private const string Secure = "secure=on";
    private const string SecureHypervisor = "secure=on,virtualization=on";

    private static readonly MatrixRow[] s_listed =
    [
        new("gicv2-1cpu-counted") { Gic = 2 },
        new("gicv2-8cpu") { Gic = 2, Cpus = 8 },
        new("gicv3-16cpu") { Cpus = 16 },
        new("el2-4cpu-a57") { Cpus = 4, Cpu = "cortex-a57", Options = Hypervisor, Shows = "Boot: Entered at EL2, " },
        EL3("el3-gicv2-4cpu", 2, 4, Secure),
        EL3("el3-el2-gicv3-2cpu", 3, 2, SecureHypervisor),
        new("a53-64M") { Cpu = "cortex-a53", Memory = "64M", Gic = 2 },
        new("a76-16G-2cpu") { Cpu = "cortex-a76", Memory = "16G", Cpus = 2, Shows = "; PAN on" },
        new("max-highmem-off") { Cpu = "max", Options = "highmem=off", Shows = "; PAN on" },
        Of("rpi4-pl011", "qemu-rpi4", 4, "Boot: Entered at EL2, image at 0x80000,"),
        Of("rpi4-miniuart", "qemu-rpi4-miniuart", 4, "Boot: Entered at EL2, image at 0x80000,"),
        Of("rpi3-pl011", "qemu-rpi3", 4, "Boot: Entered at EL2, image at 0x80000,"),
        Of("zcu102", "qemu-zcu102", 4, " board xlnx,zynqmp-zcu102-rev1.0"),
        Of("versal", "qemu-versal", 2, " board xlnx-versal-virt"),
        Of("npcm845-evb", "qemu-npcm845-evb", 1, "Boot: the device tree names PSCI firmware that does not answer (smc)", listed: 4),
        Of("imx8mp-evk", "qemu-imx8mp-evk", 4, " board fsl,imx8mp-evk"),
        new("uefi-disk-4cpu") { Way = Way.EfiDisk, Cpus = 4, Shows = "Boot: Command line from cmdline.txt" },
        new("uefi-kernel-el2-2cpu")
        {
            Way = Way.EfiKernel,
            Cpus = 2,
            Options = Hypervisor,
            Shows = "Boot: Command line from UEFI load options"
        },
        new("uboot-bootefi-2cpu") { Way = Way.UBootEfi, Cpus = 2, Shows = "Boot: Memory map from UEFI" },
        new("uboot-booti-el2-2cpu")
        {
            Way = Way.UBootImage,
            Cpus = 2,
            Options = Hypervisor,
            Shows = "Boot: Entered at EL2, image at 0x40480000,"
        },
        At("at-80000", 0x4008_0000),
        At("at-odd-2M", 0x40A0_0000),
        At("at-4K-2cpu", 0x40A0_3000) with { Cpus = 2 },
    ];

    /// <summary>The rows of <c>make test</c>.</summary>
    public static IReadOnlyList<MatrixRow> Smoke { get; } = [.. s_listed, .. Boards];

    /// <summary>The rows of <c>make hil</c>: <see cref="Smoke"/> and the combinations.</summary>
    public static IReadOnlyList<MatrixRow> All { get; } = [.. Smoke, .. Machines, .. Levels, .. Cores, .. Memories, .. Loaders, .. Cards];

    // A board that no row above names becomes a row because it has a folder.
    private static IEnumerable<MatrixRow> Boards =>
        from board in BoardCatalog.Load(MatrixMachine.Root).Boards
        where board.Name != "qemu-virt" && !board.Targets.Any(target => s_listed.Any(row => row.Board == target.Name))
        let target = board.Emulated
        where target is { Driver: "qemu" }
        select Of(board.Name, target.Name, target.Qemu.Smp < 1 ? 1 : target.Qemu.Smp, "");

    private static IEnumerable<MatrixRow> Machines =>
        from gic in new[] { 2, 3 }
        from cpus in new[] { 1, 2, 4, 8 }
        where (gic, cpus) is not ((2, 1) or (2, 8))
        select new MatrixRow($"gicv{gic}-{cpus}cpu") { Gic = gic, Cpus = cpus };

    private static IEnumerable<MatrixRow> Levels =>
        (from gic in new[] { 2, 3 }
         from cpus in new[] { 1, 8 }
         select new MatrixRow($"el2-gicv{gic}-{cpus}cpu")
         {
             Gic = gic,
             Cpus = cpus,
             Options = Hypervisor,
             Shows = "Boot: Entered at EL2, "
         })
        .Concat(
            from gic in new[] { 2, 3 }
            from cpus in new[] { 1, 8 }
            select EL3($"el3-gicv{gic}-{cpus}cpu", gic, cpus, Secure))
        .Append(EL3("el3-el2-gicv2-4cpu", 2, 4, SecureHypervisor))
        .Append(EL3("el3-a53-4cpu", 3, 4, Secure) with { Cpu = "cortex-a53" })
        .Append(EL3("el3-max-4cpu", 3, 4, SecureHypervisor) with { Cpu = "max" })
        .Append(new("secure-el1-4cpu") { Cpus = 4, Options = Secure, Shows = "Boot: Entered at EL1, " });

    private static IEnumerable<MatrixRow> Cores =>
        from cpu in new[] { "cortex-a53", "cortex-a57", "cortex-a72", "cortex-a76", "max" }
        from options in new[] { "", Hypervisor }
        select new MatrixRow($"{cpu}{(options.Length > 0 ? "-el2" : "")}-4cpu") { Cpu = cpu, Cpus = 4, Options = options };

    private static IEnumerable<MatrixRow> Memories =>
        (from memory in new[] { "64M", "128M", "256M", "512M", "2G", "3G", "4G", "8G", "16G" }
         select new MatrixRow($"memory-{memory}-2cpu") { Memory = memory, Cpus = 2 })
        .Append(new("highmem-off-3G-gicv2-4cpu") { Options = "highmem=off", Memory = "3G", Gic = 2, Cpus = 4 })
        .Append(new("highmem-off-a53-4cpu") { Options = "highmem=off", Cpu = "cortex-a53", Cpus = 4 });

    private static IEnumerable<MatrixRow> Loaders =>
    [
        new("uefi-disk-1cpu-gicv2") { Way = Way.EfiDisk, Gic = 2 },
        new("uefi-disk-el2-8cpu") { Way = Way.EfiDisk, Cpus = 8, Options = Hypervisor },
        new("uefi-disk-8G-4cpu") { Way = Way.EfiDisk, Cpus = 4, Memory = "8G" },
        new("uefi-kernel-4cpu-gicv2") { Way = Way.EfiKernel, Gic = 2, Cpus = 4 },
        new("uefi-kernel-a76-4cpu") { Way = Way.EfiKernel, Cpu = "cortex-a76", Cpus = 4, Shows = "; PAN on" },
        new("uboot-bootefi-el2-4cpu") { Way = Way.UBootEfi, Cpus = 4, Options = Hypervisor },
        new("uboot-booti-4cpu-gicv2") { Way = Way.UBootImage, Gic = 2, Cpus = 4 },
        new("uboot-booti-a53-1cpu") { Way = Way.UBootImage, Cpu = "cortex-a53" },
        At("at-2M-4cpu", 0x4040_0000) with { Cpus = 4 },
        At("at-1000-el2-4cpu", 0x4060_1000) with { Cpus = 4, Options = Hypervisor },
        At("across-2M-4cpu-gicv2", 0x407F_F000) with { Cpus = 4, Gic = 2 },
        At("high-4K", 0x7000_5000),
    ];

    // With addresses in bytes and in sectors: SDSC and SDHC.
    private static IEnumerable<MatrixRow> Cards =>
    [
        Of("rpi4-card-64M", "qemu-rpi4", 4, "disk: QEMU!-deadbeef, 64 MiB") with { CardBytes = 64L << 20 },
        Of("rpi4-card-4G", "qemu-rpi4", 4, "disk: QEMU!-deadbeef, 4096 MiB") with { CardBytes = 4L << 30 },
    ];

    private static MatrixRow Of(string name, string target, int cpus, string shows, int? listed = null) =>
        new(name) { Way = Way.Board, Board = target, Cpus = cpus, CpusListed = listed, Shows = shows };

    private static MatrixRow At(string name, ulong address) =>
        new(name) { Way = Way.Raw, Address = address, Shows = $"image at 0x{address:x}," };

    private static MatrixRow EL3(string name, int gic, int cpus, string options)
        => new(name)
        {
            Way = Way.RawAtEL3,
            Gic = gic,
            Cpus = cpus,
            Options = options,
            Address = 0x4020_1000,
            Shows = "Boot: Entered at EL3, image at 0x40201000,"
        };
}
