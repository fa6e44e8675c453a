// Places and offsets that assembly and C# both name: they must be the same numbers.

using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RustKernel.Arm64;
using Xunit;

namespace RustKernel.Kernel.Tests;

public sealed class LayoutTests
{
    private static readonly Dictionary<string, ulong> s_assembly = ReadConstants();

    [Theory]
    [InlineData("KERNEL_IMAGE_BASE", MemoryLayout.ImageBase)]
    [InlineData("KERNEL_STACK_REGION_BASE", MemoryLayout.StackRegionBase)]
    [InlineData("KERNEL_DTB_WINDOW_BASE", MemoryLayout.DeviceTreeWindowBase)]
    [InlineData("STACK_SLOT_SIZE", MemoryLayout.StackSlotSizeBytes)]
    [InlineData("STACK_SIZE", MemoryLayout.StackSizeBytes)]
    [InlineData("EMERGENCY_STACK_TOP", MemoryLayout.EmergencyStackTop)]
    [InlineData("EMERGENCY_STACK_SIZE", MemoryLayout.EmergencyStackSizeBytes)]
    public void RegionsAgree(string name, ulong expected) => Assert.Equal(expected, s_assembly[name]);

    [Theory]
    [InlineData("FRAME_X30_SP", nameof(ExceptionFrame.StackPointer), 8)]
    [InlineData("FRAME_ELR_SPSR", nameof(ExceptionFrame.ELR_EL1), 0)]
    [InlineData("FRAME_ELR_SPSR", nameof(ExceptionFrame.SPSR_EL1), 8)]
    [InlineData("FRAME_ESR_FAR", nameof(ExceptionFrame.ESR_EL1), 0)]
    [InlineData("FRAME_ESR_FAR", nameof(ExceptionFrame.FAR_EL1), 8)]
    [InlineData("FRAME_VECTOR", nameof(ExceptionFrame.Vector), 0)]
    public void ExceptionFrameOffsetsAgree(string name, string field, int within) =>
        Assert.Equal((long)s_assembly[name] + within, Marshal.OffsetOf<ExceptionFrame>(field).ToInt64());

    [Fact]
    public void ExceptionFrameSizesAgree()
    {
        Assert.Equal((int)s_assembly["FRAME_SIZE"], Unsafe.SizeOf<ExceptionFrame>());
        Assert.Equal(0, Unsafe.SizeOf<ExceptionFrame>() % 16);
    }

    [Fact]
    public void BootInformationSizesAgree() =>
        Assert.Equal((int)s_assembly["BOOT_INFO_SIZE"], Unsafe.SizeOf<BootInformation>());

    [Theory]
    [InlineData("HANDOVER_MAP_BYTES", EfiHandoverLayout.MapSizeOffset)]
    [InlineData("HANDOVER_DESCRIPTOR_BYTES", EfiHandoverLayout.DescriptorSizeOffset)]
    [InlineData("HANDOVER_OPTIONS_BYTES", EfiHandoverLayout.OptionsSizeOffset)]
    [InlineData("HANDOVER_FILE_BYTES", EfiHandoverLayout.FileSizeOffset)]
    [InlineData("HANDOVER_OPTIONS", EfiHandoverLayout.OptionsOffset)]
    [InlineData("HANDOVER_OPTIONS_CAPACITY", EfiHandoverLayout.OptionsCapacityBytes)]
    [InlineData("HANDOVER_FILE", EfiHandoverLayout.FileOffset)]
    [InlineData("HANDOVER_FILE_CAPACITY", EfiHandoverLayout.FileCapacityBytes)]
    [InlineData("HANDOVER_MAP", EfiHandoverLayout.MapOffset)]
    [InlineData("HANDOVER_MAP_CAPACITY", EfiHandoverLayout.MapCapacityBytes)]
    public void HandoverPlacesAgree(string name, ulong expected) => Assert.Equal(expected, s_assembly[name]);

    [Fact]
    public void HandoverBuffersFitWithoutOverlap()
    {
        Assert.True(s_assembly["HANDOVER_FILE"] >= s_assembly["HANDOVER_FILE_BYTES"] + 8);
        Assert.True(s_assembly["HANDOVER_FILE"] + s_assembly["HANDOVER_FILE_CAPACITY"] <= s_assembly["HANDOVER_OPTIONS"]);
        Assert.True(s_assembly["HANDOVER_OPTIONS"] + s_assembly["HANDOVER_OPTIONS_CAPACITY"] <= s_assembly["HANDOVER_MAP"]);
        Assert.Equal(s_assembly["HANDOVER_SIZE"], s_assembly["HANDOVER_MAP"] + s_assembly["HANDOVER_MAP_CAPACITY"]);
    }

    [Fact]
    public void CpuBlockSizesAgree()
    {
        Assert.Equal((int)s_assembly["CPU_BLOCK_SIZE"], Unsafe.SizeOf<CpuBlock>());
        Assert.Equal(PerCpu.MaximumCpus, (int)s_assembly["MAXIMUM_CPUS"]);
    }

    [Theory]
    [InlineData("CPU_KERNEL_SP", nameof(CpuBlock.KernelStackPointer), 0)]
    [InlineData("CPU_SWITCHED_AT", nameof(CpuBlock.SwitchedAt), 0)]
    [InlineData("CPU_MASKED_SINCE", nameof(CpuBlock.MaskedSince), 0)]
    [InlineData("CPU_MASKED_SINCE", nameof(CpuBlock.MaskedCause), 8)]
    [InlineData("CPU_LONGEST_MASKED", nameof(CpuBlock.LongestMasked), 0)]
    [InlineData("CPU_LONGEST_MASKED", nameof(CpuBlock.LongestMaskedCause), 8)]
    [InlineData("CPU_MASKED_SCRATCH", nameof(CpuBlock.MaskedScratch), 0)]
    public void CpuBlockOffsetsAgree(string name, string field, int behind) =>
        Assert.Equal((long)s_assembly[name] + behind, Marshal.OffsetOf<CpuBlock>(field).ToInt64());

    [Theory]
    [InlineData("CONTEXT_TPIDR", nameof(UserContext.TPIDR_EL0), 0)]
    [InlineData("CONTEXT_TPIDR", nameof(UserContext.FPCR), 8)]
    [InlineData("CONTEXT_FPSR", nameof(UserContext.FPSR), 0)]
    public void UserContextOffsetsAgree(string name, string field, int within) =>
        Assert.Equal((long)s_assembly[name] + within, Marshal.OffsetOf<UserContext>(field).ToInt64());

    [Fact]
    public void UserContextHoldsAllOfTheSimdRegisters()
    {
        Assert.Equal((int)s_assembly["CONTEXT_SIZE"], Unsafe.SizeOf<UserContext>());
        Assert.True(s_assembly["CONTEXT_Q0"] >= s_assembly["CONTEXT_FPSR"] + 8);
        Assert.Equal(s_assembly["CONTEXT_Q0"] + (16 * 16), s_assembly["CONTEXT_Q16"]);
        Assert.True(s_assembly["CONTEXT_Q16"] + (16 * 16) <= s_assembly["CONTEXT_SIZE"]);
        Assert.Equal(0UL, s_assembly["CONTEXT_Q0"] % 16);
        Assert.Equal(0UL, s_assembly["CONTEXT_SIZE"] % 16);
    }

    [Fact]
    public void StackSlotPlacesCarryTheGuardBit()
    {
        // The vectors tell stack from guard by one address bit, so every stack byte must have it and every guard byte not.
        ulong bit = 1UL << (int)s_assembly["STACK_GUARD_BIT"];
        for (ulong offset = 0; offset < MemoryLayout.StackSlotSizeBytes; offset += 4096)
        {
            bool isMain = offset >= MemoryLayout.StackSlotSizeBytes - MemoryLayout.StackSizeBytes;
            bool isEmergency = offset < MemoryLayout.EmergencyStackTop
                && offset >= MemoryLayout.EmergencyStackTop - MemoryLayout.EmergencyStackSizeBytes;
            if (isMain || isEmergency)
            {
                Assert.NotEqual(0UL, offset & bit);
            }
        }

        Assert.Equal(0UL, (MemoryLayout.StackSlotSizeBytes - MemoryLayout.StackSizeBytes - 1) & bit);
    }

    private static Dictionary<string, ulong> ReadConstants()
    {
        Dictionary<string, ulong> constants = [];
        foreach (string line in File.ReadLines(Path.Combine(Repository(), "bsp/Arm64/Layout.inc")))
        {
            string[] words = line.Split([' ', ',', '\t'], StringSplitOptions.RemoveEmptyEntries);
            if (words.Length >= 3 && words[0] == ".equ")
            {
                bool isHexadecimal = words[2].StartsWith("0x", StringComparison.Ordinal);
                constants[words[1]] = ulong.Parse(
                    isHexadecimal ? words[2][2..] : words[2],
                    isHexadecimal ? NumberStyles.HexNumber : NumberStyles.Integer,
                    CultureInfo.InvariantCulture);
            }
        }

        Assert.NotEmpty(constants);
        return constants;
    }

    // From the test assembly upwards: the folder that holds global.json.
    private static string Repository()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "global.json")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("the repository's root was not found");
    }
}
