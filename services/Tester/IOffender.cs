using RustKernel.User;

namespace RustKernel.Services.Tester;

/// <summary>The ways in which the offender misbehaves on order. An operation that ends only with its process is one-way.</summary>
[Service(0xFF02)]
internal interface IOffender
{
    /// <summary>Sends to every port that it knows for ever, with this many handles in each message.</summary>
    [Operation(1, IsOneWay = true)]
    ErrorCode Flood(uint handles);

    /// <summary>Sets bits at every port it knows for ever.</summary>
    [Operation(2, IsOneWay = true)]
    ErrorCode SetBits();

    /// <summary>Calls every port that it knows with operations that no service has, for ever.</summary>
    [Operation(3, IsOneWay = true)]
    ErrorCode CallAll();

    /// <summary>Uses handles and tokens that it made up: returns how many had any effect, and how many were tried.</summary>
    [Operation(4)]
    ErrorCode Forge(out ulong wrong, out ulong tried);

    /// <summary>
    /// Maps <paramref name="readable"/>, which may only be read, in forbidden ways; returns the line of the first mapping that was not
    /// refused, 0: none.
    /// </summary>
    [Operation(5)]
    Result<int> Map(Handle<Memory> readable);

    /// <summary>Reads or writes at <paramref name="address"/>.</summary>
    [Operation(6, IsOneWay = true)]
    ErrorCode Touch(ulong address, bool isWrite);

    /// <summary>Takes ports, processes and memory until nothing is left: returns the errors at the end of each.</summary>
    [Operation(7)]
    ErrorCode Hoard(out ErrorCode ports, out ErrorCode processes, out ErrorCode memory);

    /// <summary>Computes for ever.</summary>
    [Operation(8, IsOneWay = true)]
    ErrorCode Loop();

    /// <summary>Sleeps for ever with the call unanswered.</summary>
    [Operation(9)]
    ErrorCode FallSilent();

    /// <summary>Continues, but never answers.</summary>
    [Operation(10)]
    ErrorCode Withhold();

    /// <summary>Writes lines with control characters to Console.</summary>
    [Operation(11)]
    ErrorCode Paint();
}
