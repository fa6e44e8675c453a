// From a target's definition to its drivers.

using RustKernel.Hil.Drivers.Qemu;
using RustKernel.Hil.Events;
using RustKernel.Hil.Targets;

namespace RustKernel.Hil.Drivers;

/// <summary>Makes the drivers that a target names.</summary>
public static class BenchFactory
{
    /// <summary>The drivers of <paramref name="target"/>, nothing opened or switched yet.</summary>
    /// <exception cref="ConfigurationException">The target names a driver that this build has not.</exception>
    public static Bench Create(EventLogWriter log, TargetDefinition target)
    {
        if (target.Driver != "qemu")
            throw new ConfigurationException($"target {target.Name}: driver {target.Driver} is not in this build");
        QemuMachine machine = new(log);
        return new Bench(machine, machine, machine, machine);
    }
}
