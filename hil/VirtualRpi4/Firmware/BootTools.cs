// Programs that do what the boot ROM and the firmware do themselves.

using System;
using RustKernel.Hil.Programs;

namespace RustKernel.Hil.VirtualRpi4.Firmware;

/// <summary>mtools and dtc's programs, as a part of the board: when one does not answer, the board does not boot.</summary>
internal static class BootTools
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    /// <summary>What <paramref name="program"/> answers.</summary>
    /// <exception cref="BootFailureException">It is missing or does not end.</exception>
    public static ProgramAnswer Run(string program, params string[] arguments)
    {
        try
        {
            return ProgramCall.Run(program, arguments, s_limit);
        }
        catch (ProgramException e)
        {
            throw new BootFailureException(e.Message);
        }
    }
}
