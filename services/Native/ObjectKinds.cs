// The kinds of the kernel's objects, as types. Not generated: code generated from interfaces names them, and one generator does not see
// another's output.

namespace RustKernel.User;

/// <summary>A kind of object for a <see cref="Handle{T}"/>.</summary>
public interface IKernelObject
{
}

/// <summary>Process: an address space with its threads.</summary>
public readonly struct Process : IKernelObject
{
}

/// <summary>Thread: a flow of control.</summary>
public readonly struct Thread : IKernelObject
{
}

/// <summary>Port: a queue of messages.</summary>
public readonly struct Port : IKernelObject
{
}

/// <summary>Memory: pages.</summary>
public readonly struct Memory : IKernelObject
{
}

/// <summary>Interrupt: a device's interrupt line.</summary>
public readonly struct Interrupt : IKernelObject
{
}

/// <summary>Timer: an alarm.</summary>
public readonly struct Timer : IKernelObject
{
}

/// <summary>Machine: the authority over devices.</summary>
public readonly struct Machine : IKernelObject
{
}
