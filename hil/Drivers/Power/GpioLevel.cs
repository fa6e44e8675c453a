// Reads the level of a GPIO line.

using System.Runtime.InteropServices;

namespace RustKernel.Hil.Drivers.Power;

/// <summary>
/// Requests a line for a moment without changing it, and reads it. libgpiod's version 1 can do that, but the package requests lines only as
/// inputs or outputs: asking for a relay's state would move it.
/// </summary>
public static class GpioLevel
{
    /// <summary>The level of <paramref name="line"/> of the chip at <paramref name="path"/>.</summary>
    /// <exception cref="InfrastructureException">The chip or the line is not there, or another program has the line.</exception>
    public static bool Of(string path, int line)
    {
        using LinuxGpioChip chip = new(path);
        return Of(chip, $"{path} line {line}", line);
    }

    /// <summary>The level of <paramref name="line"/> of <paramref name="chip"/>; messages call it <paramref name="name"/>.</summary>
    /// <exception cref="InfrastructureException">The line is not there, or another program has it.</exception>
    public static bool Of(IGpioChip chip, string name, int line)
    {
        byte[] request = GpioRequest.ForLine(line, "rk power");
        Check(chip.Control(-1, GpioRequest.GetLine, request), name, "cannot be taken");
        int descriptor = GpioRequest.DescriptorOf(request);
        try
        {
            byte[] values = GpioRequest.Question();
            Check(chip.Control(descriptor, GpioRequest.GetValues, values), name, "cannot be read");
            return GpioRequest.LevelOf(values);
        }
        finally
        {
            chip.Release(descriptor);
        }
    }

    private static void Check(int result, string name, string what)
    {
        if (result < 0)
        {
            throw new InfrastructureException($"{name} {what}: {Marshal.GetPInvokeErrorMessage(-result)}");
        }
    }
}
