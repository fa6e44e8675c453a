// The guard's part of a lease.

using System;

namespace RustKernel.Hil.Drivers.Leases;

/// <summary>
/// Held by the process that switches a board off if its user dies. Until it has done so, no other process gets the board.
/// </summary>
public sealed class GuardLock : IDisposable
{
    private readonly FileLock _lock;

    private GuardLock(FileLock held) => _lock = held;

    /// <summary>Takes the guard's lock of <paramref name="name"/>.</summary>
    /// <exception cref="InfrastructureException">Another guard has it.</exception>
    public static GuardLock Take(LeaseFolder folder, string name)
    {
        folder.Make();
        return new GuardLock(
            FileLock.TryTake(folder.File(name, "guard")) ?? throw new InfrastructureException($"{name} has a guard already"));
    }

    /// <inheritdoc/>
    public void Dispose() => _lock.Dispose();
}
