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

    /// <summary>GPIO_V2_LINE_SET_VALUES_IOCTL: _IOWR(0xB4, 0x0F, struct gpio_v2_line_values).</summary>
    public const uint SetValues = 0xC010B40F;

    /// <summary>GPIO_V2_LINE_SET_CONFIG_IOCTL: _IOWR(0xB4, 0x0D, struct gpio_v2_line_config).</summary>
    public const uint SetConfig = 0xC110B40D;

    /// <summary>sizeof(struct gpio_v2_line_request): offsets[64] u32, consumer[32], config (272), num_lines, event_buffer_size, padding[5], fd.</summary>
    public const int RequestBytes = 592;

    /// <summary>sizeof(struct gpio_v2_line_config): flags u64, num_attrs u32, padding[5] u32, attrs[10] of 24 bytes.</summary>
    public const int ConfigBytes = 272;

    /// <summary>sizeof(struct gpio_v2_line_values): bits u64, mask u64.</summary>
    public const int ValuesBytes = 16;

    private const int ConsumerOffset = 256;
    private const int ConsumerBytes = 32;
    private const int ConfigOffset = 288;
    private const int AttributesOffset = 32;
    private const int LineCountOffset = 560;
    private const int DescriptorOffset = 588;
    private const uint OutputValuesAttribute = 2; // GPIO_V2_LINE_ATTR_ID_OUTPUT_VALUES
    private const ulong OutputFlag = 8; // GPIO_V2_LINE_FLAG_OUTPUT

    /// <summary>A request for <paramref name="line"/> as it is, without changing its direction or level.</summary>
    public static byte[] ForLine(int line, string consumer)
    {
        byte[] request = new byte[RequestBytes];
        BinaryPrimitives.WriteInt32LittleEndian(request, line);
        Encoding.ASCII.GetBytes(consumer.AsSpan(0, Math.Min(consumer.Length, ConsumerBytes - 1)), request.AsSpan(ConsumerOffset));
        BinaryPrimitives.WriteInt32LittleEndian(request.AsSpan(LineCountOffset), 1);
        return request;
    }

    /// <summary>The configuration that makes the line an output with this level, in one step and without a glitch.</summary>
    public static byte[] AsOutput(bool high)
    {
        byte[] config = new byte[ConfigBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(config, OutputFlag);
        BinaryPrimitives.WriteUInt32LittleEndian(config.AsSpan(8), 1);
        BinaryPrimitives.WriteUInt32LittleEndian(config.AsSpan(AttributesOffset), OutputValuesAttribute);
        BinaryPrimitives.WriteUInt64LittleEndian(config.AsSpan(AttributesOffset + 8), high ? 1ul : 0);
        BinaryPrimitives.WriteUInt64LittleEndian(config.AsSpan(AttributesOffset + 16), 1);
        return config;
    }

    /// <summary>Values for one line, or the question for its value.</summary>
    public static byte[] Values(bool high)
    {
        byte[] values = new byte[ValuesBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(values, high ? 1ul : 0);
        BinaryPrimitives.WriteUInt64LittleEndian(values.AsSpan(8), 1);
        return values;
    }

    /// <summary>The level in an answer.</summary>
    public static bool LevelOf(byte[] values) => (BinaryPrimitives.ReadUInt64LittleEndian(values) & 1) != 0;

    /// <summary>The descriptor of the line in an answered request.</summary>
    public static int DescriptorOf(byte[] request) => BinaryPrimitives.ReadInt32LittleEndian(request.AsSpan(DescriptorOffset));

    /// <summary>Where a request's configuration is, for checks of the layout.</summary>
    public static Range ConfigPart => ConfigOffset..(ConfigOffset + ConfigBytes);
}
