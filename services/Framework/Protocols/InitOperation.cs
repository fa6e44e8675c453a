// What Init does for clients. Labels of messages.

namespace RustKernel.Services;

/// <summary>Operations of Init: names, processes, the machine's end.</summary>
public enum InitOperation : uint
{
    /// <summary>Name in words 0 and 1; the answer carries the port. AccessDenied: the manifest says nothing of it; NotFound.</summary>
    Connect = 1,

    /// <summary>Word 0: number of a service. Answer: <see cref="ServiceState"/>. NotFound: behind the last.</summary>
    Describe = 2,

    /// <summary>
    /// Name in words 0 and 1, <see cref="ServiceCommand"/> in word 2, its argument in word 3.
    /// AccessDenied, NotFound, InvalidState.
    /// </summary>
    Command = 3,

    /// <summary>Word 0: 0 off, 1 reboot. Comes back only with an error.</summary>
    Power = 4,

    /// <summary>The answer carries the device tree's memory and, in word 0, where in it the tree begins. AccessDenied.</summary>
    Tree = 5,

    /// <summary>Word 0: number of a service. Answer, words: how it ended last: cause, code, address, PC.</summary>
    LastEnd = 6,

    /// <summary>
    /// The answer carries the port behind the caller's <see cref="Services.Vault"/>, with the rights
    /// to send and to receive. AccessDenied: the manifest has no <c>keep=</c>.
    /// </summary>
    Vault = 8,

    /// <summary>Tests: all services end, Init with the code in word 0.</summary>
    Finish = 7,
}
