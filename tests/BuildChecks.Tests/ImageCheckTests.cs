// Every rule of ImageCheck, broken once and kept once, on kernels built by the real clang and ld.lld.

using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using RustKernel.Build.ImageCheck;
using Xunit;

namespace RustKernel.BuildChecks.Tests;

public sealed class ImageCheckTests
{
    [Fact]
    public void A_good_kernel_has_no_findings()
    {
        using var kernel = new KernelBuilder();
        Assert.Empty(Check(kernel.Build(Function("copy", "movi v16.2d, #0\nstp q16, q17, [x0]\nldr q17, [x1]"))));
    }

    [Theory]
    [InlineData("fadd d0, d1, d2", "d0")]
    [InlineData("fadd h18, h16, h17", "h18")]
    [InlineData("ldr q3, [x0]", "q3")]
    [InlineData("ldp d16, d15, [x0]", "d15")]
    [InlineData("stp q16, q18, [sp, #-32]!", "q18")]
    [InlineData("ld1 {v16.16b, v17.16b, v18.16b}, [x0]", "v18")]
    [InlineData("mov v31.16b, v16.16b", "v31")]
    [InlineData("fmov x0, d7", "d7")]
    [InlineData("umov w0, v2.b[1]", "v2")]
    [InlineData("ldrb w0, [x0]\nldr b9, [x0]", "b9")]
    [InlineData("scvtf s4, w0", "s4")]
    [InlineData("mrs x0, fpcr", "FPCR")]
    [InlineData("msr fpsr, x0", "FPSR")]
    [InlineData("add z1.d, z2.d, z3.d", "z1")]
    public void Simd_register_is_refused_by_name(string body, string register)
    {
        using var kernel = new KernelBuilder();
        Finding finding = Assert.Single(Check(kernel.Build(Function("kernel_Some__Method", body))));
        Assert.Equal("RK2001", finding.Code);
        Assert.StartsWith($"kernel_Some__Method uses {register} at 0x", finding.Message);
    }

    [Fact]
    public void Simd_is_allowed_where_the_allowlist_says_so()
    {
        using var kernel = new KernelBuilder();
        string elf = kernel.Build(Function("context_switch", "stp q0, q1, [x0]\ninner_label: mrs x1, fpcr"));
        Assert.Single(Check(elf));
        Assert.Empty(Check(elf, "--simd-allow", "other,context_switch"));
    }

    [Theory]
    [InlineData("mrs x0, s3_0_c15_c2_0")]
    [InlineData("mov x16, #16\nadd x17, x17, #0xd5")]
    [InlineData("adr x0, d8")]
    [InlineData("mrs x0, cpacr_el1")]
    [InlineData("ret\n.word 0x30d00800\n.byte 0xb1, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6")]
    [InlineData("ret\n.ascii \" d0 q1 \"")]
    public void Look_alikes_of_simd_registers_pass(string body)
    {
        using var kernel = new KernelBuilder();
        Assert.Empty(Check(kernel.Build(Function("f", body) + Function("d8", "nop"))));
    }

    [Fact]
    public void Lazy_static_constructor_is_refused_naming_the_type()
    {
        using var kernel = new KernelBuilder();
        Finding finding = Assert.Single(Check(kernel.Build(Function("Core_RustKernel_Table___cctor", "nop"))));
        Assert.Equal("RK2002", finding.Code);
        Assert.StartsWith("type Core_RustKernel_Table has a static constructor", finding.Message);
    }

    [Theory]
    [InlineData("ldr w0, [x0]", "ldrb w0, [x0]", "mmio_read32")]
    [InlineData("ldr w0, [x0]", "ldr w0, [x0, #4]", "mmio_read32")]
    [InlineData("ldr w0, [x0]", "ldar w0, [x0]", "mmio_read32")]
    [InlineData("ldr w0, [x0]", "ldr w0, [x0]\ndmb sy", "mmio_read32")]
    [InlineData("str x1, [x0]", "str w1, [x0]", "mmio_write64")]
    [InlineData("strh w1, [x0]", "strb w1, [x0]", "mmio_write16")]
    [InlineData("mmio_write8", "mmio_other", "mmio_write8 is missing")]
    public void Mmio_stub_that_is_not_one_access_is_refused(string from, string to, string named)
    {
        using var kernel = new KernelBuilder();
        kernel.Stubs = kernel.Stubs.Replace(from, to, StringComparison.Ordinal);
        Finding finding = Assert.Single(Check(kernel.Build()));
        Assert.Equal("RK2003", finding.Code);
        Assert.StartsWith(named, finding.Message);
    }

    [Theory]
    [InlineData("corelib_System_Runtime_TypeLoaderExports__GVMLookupForSlot")]
    [InlineData("RhpNewFast")]
    [InlineData("RhpThrowEx")]
    [InlineData("RhpInitialDynamicInterfaceDispatch")]
    public void Forbidden_helper_is_refused(string symbol)
    {
        using var kernel = new KernelBuilder();
        Finding finding = Assert.Single(Check(kernel.Build(Function(symbol, "nop"))));
        Assert.Equal("RK2004", finding.Code);
        Assert.StartsWith(symbol, finding.Message);
    }

    [Fact]
    public void Misaligned_vectors_are_refused()
    {
        using var kernel = new KernelBuilder { Vectors = KernelBuilder.VectorTable(128, "b kmain", 16) };
        Assert.Contains("not aligned to 2048", Assert.Single(Check(kernel.Build())).Message);
    }

    [Fact]
    public void Fifteen_vectors_are_refused()
    {
        using var kernel = new KernelBuilder { Vectors = KernelBuilder.VectorTable(2048, "b kmain", 15) };
        Assert.Contains(Check(kernel.Build()), f => f.Code == "RK2005" && f.Message.Contains("1920 bytes long", StringComparison.Ordinal));
    }

    [Fact]
    public void Vector_that_runs_into_the_next_is_refused()
    {
        using var kernel = new KernelBuilder { Vectors = KernelBuilder.VectorTable(2048, "stp x0, x1, [sp, #-16]!", 16) };
        IReadOnlyList<Finding> findings = Check(kernel.Build());
        Assert.Equal(16, findings.Count(f => f.Code == "RK2005"));
        Assert.Contains("entry 3", findings[3].Message);
    }

    [Fact]
    public void Missing_vectors_are_refused()
    {
        using var kernel = new KernelBuilder();
        Assert.Contains("other_vectors is missing", Assert.Single(Check(kernel.Build(), "--vectors", "other_vectors")).Message);
    }

    [Theory]
    [InlineData("text PT_LOAD FLAGS(5)", "text PT_LOAD FLAGS(7)", "is writable and executable")]
    [InlineData(". = ALIGN(4096);\n  .data", ". = ALIGN(16);\n  .data", "shares a page with segment")]
    [InlineData("0xffffffff80000000", "0xffffffff80000800", "does not begin on a 4 KiB page")]
    public void Bad_segments_are_refused(string from, string to, string says)
    {
        using var kernel = new KernelBuilder();
        kernel.Script = kernel.Script.Replace(from, to, StringComparison.Ordinal);
        Assert.Contains(
            Check(kernel.Build(".section .rodata, \"a\"\n.quad 2\n")),
            f => f.Code == "RK2006" && f.Message.Contains(says, StringComparison.Ordinal));
    }

    [Fact]
    public void Writable_code_section_is_refused()
    {
        using var kernel = new KernelBuilder();
        string elf = kernel.Build(".section .text.patch, \"awx\"\nnop\n");
        Assert.Contains(Check(elf), f => f.Code == "RK2006" && f.Message.StartsWith("section .text", StringComparison.Ordinal));
    }

    [Fact]
    public void Image_over_budget_is_refused_and_at_budget_passes()
    {
        using var kernel = new KernelBuilder();
        string elf = kernel.Build();
        long size = new FileInfo(elf).Length;
        Assert.Empty(Check(elf, "--image", elf, "--image-budget", $"{size}"));
        Finding finding = Assert.Single(Check(elf, "--image", elf, "--image-budget", $"{size - 1}"));
        Assert.Equal("RK2007", finding.Code);
        Assert.Contains("1 over its budget", finding.Message);

        // Other people's programs are added on top: whole pages, and one for header and manifest.
        string guest = Path.Combine(Path.GetDirectoryName(elf)!, "guest");
        File.WriteAllBytes(guest, new byte[4097]);
        Assert.Empty(Check(elf, "--image", elf, "--image-budget", $"{size - (3 * 4096)}", "--guests", guest));
        finding = Assert.Single(Check(elf, "--image", elf, "--image-budget", $"{size - (3 * 4096) - 1}", "--guests", guest));
        Assert.EndsWith("and 12288 for guest", finding.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("1: ldaxr w3, [x0]\nstlxr w4, w2, [x0]\ncbnz w4, 1b\ndmb ish", null)]
    [InlineData("1: ldaxr x3, [x0]\ncmp x3, x1\nb.ne 2f\nstlxr w4, x2, [x0]\ncbnz w4, 1b\n2: dmb ish", null)]
    [InlineData("casal w1, w2, [x0]\nldaddalb w1, w2, [x0]\nswpal x1, x2, [x0]", null)]
    [InlineData("1: ldaxr w3, [x0]\nstlxr w4, w2, [x0]\ncbnz w4, 1b\nmov w0, w3", "without 'dmb ish'")]
    [InlineData("1: ldaxr w3, [x0]\nstlxr w4, w2, [x0]\ncbnz w4, 1b\ndmb ishst", "without 'dmb ish'")]
    [InlineData("1: ldaxr w3, [x0]\nstxr w4, w2, [x0]\ncbnz w4, 1b\ndmb ish", "without release")]
    [InlineData("1: ldxrh w3, [x0]\nstlxrh w4, w2, [x0]\ncbnz w4, 1b\ndmb ish", "without a load-acquire")]
    [InlineData("ldaxr w3, [x0]\nstlxr w4, w2, [x0]\ndmb ish", "without a loop")]
    [InlineData("casa w1, w2, [x0]", "without acquire and release")]
    [InlineData("ldadd w1, w2, [x0]", "without acquire and release")]
    public void Atomic_operation_that_is_no_full_barrier_is_refused(string body, string? says)
    {
        using var kernel = new KernelBuilder();
        string elf = kernel.Build(".arch armv8.1-a\n" + Function("RuntimeLock__Wait", body));
        IReadOnlyList<Finding> program = KernelCheck.RunProgram(CheckOptions.Parse(["--program", elf]));
        IReadOnlyList<Finding> findings = Check(elf);
        Assert.Equal(findings, program);
        if (says is null)
        {
            Assert.Empty(findings);
            return;
        }

        Finding finding = Assert.Single(findings);
        Assert.Equal("RK2008", finding.Code);
        Assert.StartsWith("RuntimeLock__Wait has '", finding.Message);
        Assert.Contains(says, finding.Message);
        Assert.Empty(Check(elf, "--atomics-allow", "RuntimeLock__Wait"));
    }

    [Theory]
    [InlineData("msr mdscr_el1, xzr\n", "", "mdscr_el1")]
    [InlineData("msr tpidrro_el0, xzr\n", "", "tpidrro_el0")]
    [InlineData("msr hcr_el2, xzr\n", "mrs x0, hcr_el2\n", "hcr_el2")]
    [InlineData("msr ttbr1_el1, x0", "nop", "ttbr1_el1")]
    public void A_register_that_no_CPU_sets_is_refused_by_name(string from, string to, string register)
    {
        using var kernel = new KernelBuilder();
        kernel.Setup = kernel.Setup.Replace(from, to, StringComparison.Ordinal);
        Finding finding = Assert.Single(Check(kernel.Build(Function("elsewhere", "msr mdscr_el1, xzr\nmsr tpidrro_el0, xzr"))));
        Assert.Equal("RK2009", finding.Code);
        Assert.Contains($"writes {register}:", finding.Message);
    }

    [Fact]
    public void A_kernel_whose_setup_has_another_name_is_refused()
    {
        using var kernel = new KernelBuilder { Setup = "" };
        Assert.StartsWith("enter_el1 or enable_mmu is missing", Assert.Single(Check(kernel.Build())).Message);
    }

    [Fact]
    public void Address_translation_outside_the_probe_is_refused()
    {
        using var kernel = new KernelBuilder();
        Assert.Empty(Check(kernel.Build(Function("cpu_translate_read", "at s1e1r, x0"))));
        Assert.StartsWith(
            "user_space_none has 'at s1e1r, x0'",
            Assert.Single(Check(kernel.Build(Function("user_space_none", "at s1e1r, x0")))).Message);
    }

    [Theory]
    [InlineData("--elf", "x", "--program", "y")]
    [InlineData("--elf")]
    [InlineData("--elf", "x", "--bogus", "1")]
    [InlineData("--elf", "x", "--image", "y")]
    [InlineData("--elf", "x", "--image", "y", "--image-budget", "-3")]
    [InlineData("--objdump", "x")]
    public void Bad_command_line_is_refused(params string[] arguments) =>
        Assert.Throws<FormatException>(() => CheckOptions.Parse(arguments));

    [Fact]
    public void A_file_that_is_no_elf_or_cut_short_is_refused()
    {
        using var kernel = new KernelBuilder();
        string elf = kernel.Build();
        byte[] whole = File.ReadAllBytes(elf);
        File.WriteAllBytes(elf, whole[..(whole.Length / 2)]);
        Assert.Throws<InvalidDataException>(() => ElfFile.Read(elf));
        File.WriteAllText(elf, "no ELF file at all, but long enough to hold a header of sixty-four bytes");
        Assert.Throws<InvalidDataException>(() => ElfFile.Read(elf));
    }

    [Fact]
    public void A_disassembler_that_cannot_run_is_an_error_and_no_pass()
    {
        using var kernel = new KernelBuilder();
        string elf = kernel.Build();
        Assert.Throws<IOException>(() => Check(elf, "--objdump", "no-such-objdump"));
        Assert.Throws<IOException>(() => Check(elf, "--objdump", "/bin/false"));
    }

    private static string Function(string name, string body) => KernelBuilder.Stub(name, body);

    private static IReadOnlyList<Finding> Check(string elf, params string[] arguments) =>
        KernelCheck.Run(CheckOptions.Parse(["--elf", elf, .. arguments]));
}
