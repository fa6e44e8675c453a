// Init as its clients see it.

using RustKernel.User;

namespace RustKernel.Services;

/// <summary>Calls of Init. Errors as <see cref="InitOperation"/> says, and those of a <see cref="Connection"/>.</summary>
public static class InitClient
{
    private const int Attempts = 3;
    private static readonly Connection s_init = new(Own.Init);

    /// <summary>The port of service <paramref name="name"/>.</summary>
    public static ErrorCode Connect(string name, out ulong port) => AskForPort(InitOperation.Connect, name, out port);

    /// <summary>
    /// The same for the client of an interface: <c>new
    /// MemoryClient(InitClient.PortOf("memory"))</c>. Without a port every call is answered
    /// NotFound.
    /// </summary>
    public static Handle PortOf(string name) => Connect(name, out ulong port) == ErrorCode.None ? new Handle(port) : default;

    /// <summary>The port behind the own <see cref="Services.Vault"/>.</summary>
    public static ErrorCode Vault(out ulong port) => AskForPort(InitOperation.Vault, "", out port);

    /// <summary>Service <paramref name="number"/>; null behind the last.</summary>
    public static ServiceState? Describe(int number)
    {
        Message message = default;
        message.Words[0] = (ulong)number;
        return s_init.Call((uint)InitOperation.Describe, ref message, 1) == ErrorCode.None ? ServiceState.From(in message) : null;
    }

    /// <summary>Does <paramref name="command"/> to a service.</summary>
    public static ErrorCode Command(string name, ServiceCommand command, ulong argument = 0)
    {
        Message message = default;
        MessageText.PutName(ref message, 0, name);
        message.Words[2] = (ulong)command;
        message.Words[3] = argument;
        return s_init.Call((uint)InitOperation.Command, ref message, 4);
    }

    /// <summary>Ends or restarts the machine.</summary>
    public static ErrorCode Power(bool reboot)
    {
        Message message = default;
        message.Words[0] = reboot ? 1ul : 0;
        return s_init.Call((uint)InitOperation.Power, ref message, 1);
    }

    /// <summary>The device tree's memory object and where in it the tree begins.</summary>
    public static ErrorCode Tree(out ulong memory, out ulong offset)
    {
        Message message = default;
        ErrorCode error = s_init.Call((uint)InitOperation.Tree, ref message);
        memory = message.Handles01 & uint.MaxValue;
        offset = message.Words[0];
        return error;
    }

    /// <summary>How a service ended last.</summary>
    public static ErrorCode LastEnd(int number, out ExitCause cause, out ulong code, out ulong address, out ulong pc)
    {
        Message message = default;
        message.Words[0] = (ulong)number;
        ErrorCode error = s_init.Call((uint)InitOperation.LastEnd, ref message, 1);
        cause = (ExitCause)(uint)message.Words[0];
        code = message.Words[1];
        address = message.Words[2];
        pc = message.Words[3];
        return error;
    }

    /// <summary>In a test: everything ends, Init with <paramref name="code"/>.</summary>
    public static ErrorCode Finish(ulong code)
    {
        Message message = default;
        message.Words[0] = code;
        return s_init.Call((uint)InitOperation.Finish, ref message, 1);
    }

    // Init may end with the question in its hands and come back: asking again does no harm.
    private static ErrorCode AskForPort(InitOperation operation, string name, out ulong port)
    {
        Message message = default;
        ErrorCode error = ErrorCode.InvalidState;
        for (int i = 0; i < Attempts && error == ErrorCode.InvalidState; i++)
        {
            message = default;
            MessageText.PutName(ref message, 0, name);
            error = s_init.Call((uint)operation, ref message, 2);
        }

        port = error == ErrorCode.None ? message.Handles01 & uint.MaxValue : 0;
        return error;
    }
}
