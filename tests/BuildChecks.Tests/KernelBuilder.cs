// Assembles and links small kernels for the checks to judge: good ones, and good ones with one thing broken.

using System;
using System.Diagnostics;
using System.IO;
using System.Linq;

namespace RustKernel.BuildChecks.Tests;

/// <summary>Builds one kernel in a directory of its own, which is deleted with it.</summary>
internal sealed class KernelBuilder : IDisposable
{
    private const string LinkerScript =
        """
        PHDRS { text PT_LOAD FLAGS(5); rodata PT_LOAD FLAGS(4); data PT_LOAD FLAGS(6); }
        SECTIONS {
          . = 0xffffffff80000000;
          .text : { *(.text .text.*) } :text
          . = ALIGN(4096);
          .rodata : { *(.rodata) } :rodata
          . = ALIGN(4096);
          .data : { *(.data) } :data
        }
        """;

    private readonly string _directory = Directory.CreateTempSubdirectory("buildchecks-").FullName;

    public string Stubs { get; set; } = string.Concat(
        Stub("mmio_read8", "ldrb w0, [x0]"), Stub("mmio_read16", "ldrh w0, [x0]"),
        Stub("mmio_read32", "ldr w0, [x0]"), Stub("mmio_read64", "ldr x0, [x0]"),
        Stub("mmio_write8", "strb w1, [x0]"), Stub("mmio_write16", "strh w1, [x0]"),
        Stub("mmio_write32", "str w1, [x0]"), Stub("mmio_write64", "str x1, [x0]"));

    public string Vectors { get; set; } = VectorTable(alignment: 2048, entry: "stp x0, x1, [sp, #-16]!\nb kmain", entries: 16);

    public string Script { get; set; } = LinkerScript;

    public string Setup { get; set; } = Stub("enter_el1",
    string.Concat(("hcr_el2 cnthctl_el2 cntvoff_el2 cptr_el2 hstr_el2 vttbr_el2 vpidr_el2 vmpidr_el2 mdcr_el2 sctlr_el2 vbar_el2 "
        + "sctlr_el1 vbar_el1 cpacr_el1 mdscr_el1 contextidr_el1 amair_el1 tpidr_el0 tpidrro_el0 cntkctl_el1 pmuserenr_el0 pmintenclr_el1")
        .Split(' ').Select(register => $"msr {register}, xzr\n")))
        + Stub("enable_mmu", "msr mair_el1, x2\nmsr tcr_el1, x2\nmsr ttbr0_el1, x2\nmsr ttbr1_el1, x0");

    public string Elf => Path.Combine(_directory, "kernel.elf");

    public static string Stub(string name, string body) =>
        $".globl {name}\n.type {name}, %function\n{name}: {body}\nret\n.size {name}, . - {name}\n";

    public static string VectorTable(int alignment, string entry, int entries) =>
        $".balign 4\nnop\n.balign {alignment}\n.globl exception_vectors\nexception_vectors:\n"
        + string.Concat(Enumerable.Repeat($".balign 128\n{entry}\n", entries))
        + ".balign 128\n.size exception_vectors, . - exception_vectors\n";

    /// <summary>Links a good kernel with <paramref name="extra"/> assembly after it, and returns the ELF file's path.</summary>
    public string Build(string extra = "")
    {
        string source = Path.Combine(_directory, "kernel.S");
        string script = Path.Combine(_directory, "kernel.ld");
        string target = Path.Combine(_directory, "kernel.o");
        File.WriteAllText(
            source,
            $".text\n.globl kmain\n.type kmain, %function\nkmain: ret\n.size kmain, 4\n{Vectors}{Stubs}{Setup}.data\n.quad "
                + $"1\n.text\n{extra}\n");
        File.WriteAllText(script, Script);
        Run("clang", "--target=aarch64-none-elf", "-march=armv8.2-a+fp16+sve", "-c", source, "-o", target);
        Run("ld.lld", "-T", script, "-e", "kmain", target, "-o", Elf);
        return Elf;
    }

    public void Dispose() => Directory.Delete(_directory, recursive: true);

    private static void Run(string program, params string[] arguments)
    {
        using Process process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true })!;
        string errors = process.StandardError.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
        {
            throw new InvalidOperationException($"{program}: {errors}");
        }
    }
}
