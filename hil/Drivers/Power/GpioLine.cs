// One line of a GPIO character device.

using System.Runtime.InteropServices;

namespace RustKernel.Hil.Drivers.Power;

/// <summary>Taken as it is, so that looking at it moves nothing; it becomes an output with the first level written.</summary>
public sealed class GpioLine : IGpioLine
{
    private readonly IGpioChip _chip;
    private readonly string _name;
    private readonly int _descriptor;
    private bool _isOutput;

    /// <summary>Takes <paramref name="line"/> of <paramref name="chip"/>, which it owns; messages call it <paramref name="name"/>.</summary>
    /// <exception cref="InfrastructureException">The line is not there, or somebody else has it.</exception>
    public GpioLine(IGpioChip chip, string name, int line)
    {
        _chip = chip;
        _name = name;
        byte[] request = GpioRequest.ForLine(line, "rk power");
        int result = chip.Control(-1, GpioRequest.GetLine, request);
        if (result < 0)
        {
            chip.Dispose();
            throw Error("cannot be taken", result);
        }

        _descriptor = GpioRequest.DescriptorOf(request);
    }

    /// <inheritdoc/>
    public bool Read()
    {
        byte[] values = GpioRequest.Values(high: false);
        Check(_chip.Control(_descriptor, GpioRequest.GetValues, values), "cannot be read");
        return GpioRequest.LevelOf(values);
    }

    /// <inheritdoc/>
    public void Write(bool high)
    {
        int result = _isOutput
            ? _chip.Control(_descriptor, GpioRequest.SetValues, GpioRequest.Values(high))
            : _chip.Control(_descriptor, GpioRequest.SetConfig, GpioRequest.AsOutput(high));
        Check(result, "cannot be driven");
        _isOutput = true;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _chip.Release(_descriptor);
        _chip.Dispose();
    }

    private void Check(int result, string what)
    {
        if (result < 0)
            throw Error(what, result);
    }

    private InfrastructureException Error(string what, int result) => new($"{_name} {what}: {Marshal.GetPInvokeErrorMessage(-result)}");
}
