// The kernel's GPIO structures, version 2 of the character device's interface.

using System;
using System.Buffers.Binary;
using System.Text;

namespace RustKernel.Hil.Drivers.Power;

/// <summary>Layouts and request numbers of linux/gpio.h. The same on x86-64 and arm64.</summary>
public static class GpioRequest
{
    /// <summary>GPIO_V2_GET_LINE_IOCTL: _IOWR(0xB4, 0x07, struct gpio_v2_line_request).</summary>
    public const uint GetLine = 0xC250B407;

    /// <summary>GPIO_V2_LINE_GET_VALUES_IOCTL: _IOWR(0xB4, 0x0E, struct gpio_v2_line_values).</summary>
    public const uint GetValues = 0xC010B40E;

    /// <summary>
    /// sizeof(struct gpio_v2_line_request): offsets[64] u32, consumer[32], config (272), num_lines,
    /// event_buffer_size, padding[5], fd.
    /// </summary>
    public const int RequestBytes = 592;

    /// <summary>sizeof(struct gpio_v2_line_values): bits u64, mask u64.</summary>
    public const int ValuesBytes = 16;

    private const int ConsumerOffset = 256;
    private const int ConsumerBytes = 32;
    private const int LineCountOffset = 560;
    private const int DescriptorOffset = 588;

    /// <summary>A request for <paramref name="line"/> as it is, without changing its direction or level.</summary>
    public static byte[] ForLine(int line, string consumer)
    {
        byte[] request = new byte[RequestBytes];
        BinaryPrimitives.WriteInt32LittleEndian(request, line);
        Encoding.ASCII.GetBytes(consumer.AsSpan(0, Math.Min(consumer.Length, ConsumerBytes - 1)), request.AsSpan(ConsumerOffset));
        BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(LineCountOffset), 1);
        return request;
    }

    /// <summary>The question for one line's value.</summary>
    public static byte[] Question()
    {
        byte[] values = new byte[ValuesBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(values.AsSpan(8), 1);
        return values;
    }

    /// <summary>The level in an answer.</summary>
    public static bool LevelOf(byte[] values) => (BinaryPrimitives.ReadUInt64LittleEndian(values) & 1) != 0;

    /// <summary>The descriptor of the line in an answered request.</summary>
    public static int DescriptorOf(byte[] request) => BinaryPrimitives.ReadInt32LittleEndian(request.AsSpan(DescriptorOffset));
}
