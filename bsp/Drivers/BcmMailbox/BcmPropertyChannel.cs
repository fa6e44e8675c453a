// The property channel of the VideoCore mailbox: one question and its answer at a time, in memory that both sides share.

using System;
using RustKernel.Drivers.Registers;
using RustKernel.Drivers.Registers.BcmMailbox;

namespace RustKernel.Drivers.BcmMailbox;

/// <summary>
/// Asks the VideoCore firmware [RPI-FW, Mailbox property interface]. One question at a time; interrupts may be on. Every question
/// can end in <see cref="ErrorCode.TimedOut"/> (no answer within the poll limit; the firmware may still write into the buffer
/// later, so do not use it for anything else), <see cref="ErrorCode.NotSupported"/> (this firmware does not know the tag),
/// <see cref="ErrorCode.DeviceError"/> (it failed) and <see cref="ErrorCode.Corrupt"/> (the answer makes no sense).
/// </summary>
/// <typeparam name="TBus">The mailbox's register window.</typeparam>
/// <typeparam name="TMemory">Cache maintenance for the message buffer.</typeparam>
public readonly ref struct BcmPropertyChannel<TBus, TMemory>
    where TBus : struct, IRegisterBus
    where TMemory : struct, IDeviceMemory
{
    /// <summary>Words that the message buffer must have: two cache lines of 64 bytes.</summary>
    public const int BufferWords = 32;

    /// <summary>Reads of a status register before a question times out; the firmware answers within milliseconds.</summary>
    public const uint PollLimit = 1u << 22;

    private const uint Channel = 8;
    private const uint Request = 0;
    private const uint Success = 0x8000_0000;
    private const uint TagAnswered = 0x8000_0000;
    private const uint TryFlag = 1;
    private const int HeaderWords = 5;

    private readonly RegisterBlock<TBus> _registers;
    private readonly Span<uint> _buffer;
    private readonly uint _busAddress;

    /// <summary>Connects to the mailbox; accesses nothing.</summary>
    /// <param name="bus">The mailbox's window (0x7e00b880 in the SoC's own numbering).</param>
    /// <param name="buffer">At least <see cref="BufferWords"/> words in RAM below 1 GiB, beginning
    /// at a cache line, of which nothing else uses a part.</param>
    /// <param name="busAddress">The VideoCore's address of the buffer: its physical address in the
    /// uncached alias at 0xC0000000; a multiple of 16.</param>
    public BcmPropertyChannel(TBus bus, Span<uint> buffer, uint busAddress)
    {
        _registers = new RegisterBlock<TBus>(bus);
        _buffer = buffer;
        _busAddress = busAddress;
    }

    /// <summary>A clock's rate in hertz. <see cref="ErrorCode.NotFound"/> when there is no such clock.</summary>
    public Result<uint> ClockRate(BcmClock clock)
    {
        ErrorCode error = Ask(BcmPropertyTag.ClockRate, (uint)clock, answerBytes: 8);
        if (error != ErrorCode.None)
        {
            return error;
        }

        if (_buffer[HeaderWords] != (uint)clock)
        {
            return ErrorCode.Corrupt;
        }

        uint rate = _buffer[HeaderWords + 1];
        return rate == 0 ? ErrorCode.NotFound : rate;
    }

    /// <summary>The RAM below 1 GiB that the VideoCore does not use. The device tree knows all of the RAM.</summary>
    public Result<BcmMemoryRange> ArmMemory()
    {
        ErrorCode error = Ask(BcmPropertyTag.ArmMemory, 0, answerBytes: 8);
        if (error != ErrorCode.None)
        {
            return error;
        }

        return new BcmMemoryRange(_buffer[HeaderWords], _buffer[HeaderWords + 1]);
    }

    /// <summary>The firmware's build time, as a Unix time in seconds.</summary>
    public Result<uint> FirmwareRevision() => AskForWord(BcmPropertyTag.FirmwareRevision);

    /// <summary>The board's revision code.</summary>
    public Result<uint> BoardRevision() => AskForWord(BcmPropertyTag.BoardRevision);

    /// <summary>The board's serial number.</summary>
    public Result<ulong> BoardSerial()
    {
        ErrorCode error = Ask(BcmPropertyTag.BoardSerial, 0, answerBytes: 8);
        if (error != ErrorCode.None)
        {
            return error;
        }

        return _buffer[HeaderWords] | ((ulong)_buffer[HeaderWords + 1] << 32);
    }

    /// <summary>The MAC address as a number: its first byte in bits 47:40, its last in bits 7:0.</summary>
    public Result<ulong> MacAddress()
    {
        ErrorCode error = Ask(BcmPropertyTag.BoardMacAddress, 0, answerBytes: 6);
        if (error != ErrorCode.None)
        {
            return error;
        }

        // Six bytes in memory order: four in the first word, two in the second.
        ulong first = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(_buffer[HeaderWords]);
        ulong second = System.Buffers.Binary.BinaryPrimitives.ReverseEndianness(_buffer[HeaderWords + 1]);
        return (first << 16) | (second >> 16);
    }

    /// <summary>
    /// Makes the firmware start the system of tryboot.txt at the next restart, once, and announces that restart. After an error the next
    /// restart is an ordinary one, except after TimedOut, which leaves that open. NotSupported: the firmware knows no such flag.
    /// [RPI-DOC raspberry-pi/bootflow-eeprom.adoc, Fail-safe OS updates; LINUX drivers/firmware/raspberrypi.c]
    /// </summary>
    public ErrorCode SetTrial()
    {
        ErrorCode error = Tell(BcmPropertyTag.RebootFlags, TryFlag, sizeof(uint));
        if (error == ErrorCode.None)
        {
            // The flag is set, whatever this returns: firmware without this notification also restarts.
            _ = Tell(BcmPropertyTag.NotifyReboot, 0, 0);
        }

        return error;
    }

    // The answer may be empty: it is enough that the tag was taken.
    private ErrorCode Tell(BcmPropertyTag tag, uint value, uint valueBytes)
    {
        ErrorCode error = Send(tag, value, valueBytes);
        return error == ErrorCode.None && (_buffer[4] & TagAnswered) == 0 ? ErrorCode.NotSupported : error;
    }

    private Result<uint> AskForWord(BcmPropertyTag tag)
    {
        ErrorCode error = Ask(tag, 0, answerBytes: sizeof(uint));
        if (error != ErrorCode.None)
        {
            return error;
        }

        return _buffer[HeaderWords];
    }

    /// <summary>
    /// Sends one tag to the firmware and waits for an answer of <paramref name="answerBytes"/> (1
    /// to 8), which is then in the buffer after the header: message size, code, tag, value size,
    /// tag code, values, end tag.
    /// </summary>
    private ErrorCode Ask(BcmPropertyTag tag, uint argument, uint answerBytes)
    {
        ErrorCode error = Send(tag, argument, (answerBytes + 3) & ~3u);
        if (error != ErrorCode.None)
        {
            return error;
        }

        uint answered = _buffer[4] & ~TagAnswered;
        if ((_buffer[4] & TagAnswered) == 0 || answered == 0)
        {
            return ErrorCode.NotSupported;
        }

        return answered < answerBytes ? ErrorCode.Corrupt : ErrorCode.None;
    }

    private ErrorCode Send(BcmPropertyTag tag, uint argument, uint valueBytes)
    {
        if (_buffer.Length < BufferWords || (_busAddress & 15) != 0)
        {
            return ErrorCode.InvalidArgument;
        }

        _buffer.Clear();
        _buffer[0] = ((HeaderWords + 1) * sizeof(uint)) + valueBytes;
        _buffer[1] = Request;
        _buffer[2] = (uint)tag;
        _buffer[3] = valueBytes;
        _buffer[HeaderWords] = argument;
        default(TMemory).CleanAndInvalidate(_buffer);
        ErrorCode error = Exchange();
        if (error != ErrorCode.None)
        {
            return error;
        }

        default(TMemory).CleanAndInvalidate(_buffer);
        if (_buffer[1] != Success)
        {
            return _buffer[1] == Request ? ErrorCode.Corrupt : ErrorCode.DeviceError;
        }

        return ErrorCode.None;
    }

    /// <summary>Sends the buffer's address and waits until it returns; drops messages of other channels.</summary>
    private ErrorCode Exchange()
    {
        uint message = _busAddress | Channel;
        uint poll = 0;
        while (_registers.Read<MAIL1_STATUS>().Full)
        {
            if (++poll >= PollLimit)
            {
                return ErrorCode.TimedOut;
            }
        }

        _registers.Write(MAIL1_WRITE.Of(message));
        for (; poll < PollLimit; poll++)
        {
            if (_registers.Read<MAIL0_STATUS>().Empty)
            {
                continue;
            }

            if (_registers.Take<MAIL0_READ>().Value == message)
            {
                return ErrorCode.None;
            }
        }

        return ErrorCode.TimedOut;
    }
}

/// <summary>Base and size in bytes, 32 bits each.</summary>
public readonly struct BcmMemoryRange
{
    /// <summary>The range of <paramref name="sizeBytes"/> from <paramref name="start"/>.</summary>
    public BcmMemoryRange(uint start, uint sizeBytes)
    {
        Start = new PhysicalAddress(start);
        SizeBytes = sizeBytes;
    }

    /// <summary>First byte.</summary>
    public PhysicalAddress Start { get; }

    /// <summary>Length in bytes.</summary>
    public uint SizeBytes { get; }
}

/// <summary>A property tag. [RPI-FW, Mailbox property interface]</summary>
public enum BcmPropertyTag : uint
{
    /// <summary>Firmware revision: a Unix time.</summary>
    FirmwareRevision = 0x0000_0001,

    /// <summary>Board revision code.</summary>
    BoardRevision = 0x0001_0002,

    /// <summary>The Ethernet interface's MAC address.</summary>
    BoardMacAddress = 0x0001_0003,

    /// <summary>Serial number.</summary>
    BoardSerial = 0x0001_0004,

    /// <summary>The RAM below 1 GiB that the ARM may use.</summary>
    ArmMemory = 0x0001_0005,

    /// <summary>A clock's rate as set.</summary>
    ClockRate = 0x0003_0002,

    /// <summary>Announces a restart. [LINUX include/soc/bcm2835/raspberrypi-firmware.h]</summary>
    NotifyReboot = 0x0003_0048,

    /// <summary>The kind of the next restart: 1, a trial. [LINUX include/soc/bcm2835/raspberrypi-firmware.h]</summary>
    RebootFlags = 0x0003_8064,
}
