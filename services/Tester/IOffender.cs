// Ways to misbehave.

using RustKernel.User;

namespace RustKernel.Services.Tester;

/// <summary>What the offender does on order. What ends with nothing but its own end is one-way.</summary>
[Service(0xFF02)]
internal interface IOffender
{
    /// <summary>Sends to all it knows for ever, with so many handles in each message.</summary>
    [Operation(1, IsOneWay = true)]
    ErrorCode Flood(uint handles);

    /// <summary>Sets bits at every port it knows for ever.</summary>
    [Operation(2, IsOneWay = true)]
    ErrorCode SetBits();

    /// <summary>Calls all it knows with operations that no service has, for ever.</summary>
    [Operation(3, IsOneWay = true)]
    ErrorCode CallAll();

    /// <summary>Uses handles and tokens that it made up: how many did anything, how many were tried.</summary>
    [Operation(4)]
    ErrorCode Forge(out ulong wrong, out ulong tried);

    /// <summary>
    /// Maps <paramref name="readable"/>, which may only be read, as it may not: the line of the first mapping that was not refused;
    /// 0: none.
    /// </summary>
    [Operation(5)]
    Result<int> Map(Handle<Memory> readable);

    /// <summary>Reads or writes at <paramref name="address"/>.</summary>
    [Operation(6, IsOneWay = true)]
    ErrorCode Touch(ulong address, bool isWrite);

    /// <summary>Takes ports, processes and memory until nothing is left: the errors that ended each.</summary>
    [Operation(7)]
    ErrorCode Hoard(out ErrorCode ports, out ErrorCode processes, out ErrorCode memory);

    /// <summary>Computes for ever.</summary>
    [Operation(8, IsOneWay = true)]
    ErrorCode Loop();

    /// <summary>Sleeps for ever with the call in its hands.</summary>
    [Operation(9)]
    ErrorCode FallSilent();

    /// <summary>Goes on, but never answers.</summary>
    [Operation(10)]
    ErrorCode Withhold();

    /// <summary>Writes lines with control characters to Console.</summary>
    [Operation(11)]
    ErrorCode Paint();
}
