// What start-up asks the VideoCore firmware of a Raspberry Pi: the clocks of its UARTs.

using RustKernel.Arm64;
using RustKernel.DeviceTree;
using RustKernel.Drivers.BcmMailbox;

namespace RustKernel.Boot;

/// <summary>The kernel's use of the mailbox: one CPU, one question at a time.</summary>
internal static class VideoCore
{
    private const ulong MailboxWindowBytes = 0x40;
    private const uint StatusOffset = 0x18;

    // The VideoCore's uncached view of the first GiB of RAM; the tree's dma-ranges of /soc say the same. [BCM2711, Address map]
    private const ulong UncachedAlias = 0xC000_0000;
    private const ulong AliasSizeBytes = 0x4000_0000;

    /// <summary>
    /// The rate of <paramref name="clock"/> in hertz. NotFound when the machine has no such mailbox,
    /// NotSupported when the image lies where the VideoCore cannot see it; otherwise as
    /// <see cref="BcmPropertyChannel{TBus, TMemory}"/> says.
    /// </summary>
    internal static Result<uint> ClockHz(in DeviceTreeBlob tree, in BootInformation boot, BcmClock clock, ref EarlyMapping mapping)
    {
        Result<VideoCoreMailbox> mailbox = Open(in tree, in boot, ref mapping);
        return mailbox.IsOk ? mailbox.Value.Channel.ClockRate(clock) : mailbox.Error;
    }

    /// <summary>The mailbox. Errors as <see cref="ClockHz"/> before it asks; accesses nothing.</summary>
    internal static Result<VideoCoreMailbox> Open(in DeviceTreeBlob tree, in BootInformation boot, ref EarlyMapping mapping)
    {
        DeviceTreeNode node = DeviceBinding.FindFirst(in tree, DeviceNames.BcmMailbox);
        Result<DeviceBus> bus = EarlyDevice.Open(in tree, node, MailboxWindowBytes, StatusOffset, ref mapping);
        if (!bus.IsOk)
        {
            return bus.Error;
        }

        PhysicalAddress buffer = FirmwareMessage.Physical(in boot);
        return buffer.Value < AliasSizeBytes
            ? new VideoCoreMailbox(bus.Value, (uint)(buffer.Value | UncachedAlias))
            : ErrorCode.NotSupported;
    }
}
