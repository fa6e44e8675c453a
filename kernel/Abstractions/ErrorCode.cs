// The error numbers of the whole system: kernel, drivers, and later the system-call ABI. Numbers never change.

namespace RustKernel;

/// <summary>Why an operation could not be done. The numbers are ABI: fixed, never reused; 0 is success.</summary>
public enum ErrorCode
{
    /// <summary>No error.</summary>
    None = 0,

    /// <summary>An argument is outside its legal range or malformed.</summary>
    InvalidArgument = 1,

    /// <summary>The thing asked for does not exist.</summary>
    NotFound = 2,

    /// <summary>Not enough memory, or a quota is used up.</summary>
    OutOfMemory = 3,

    /// <summary>The deadline passed first.</summary>
    TimedOut = 4,

    /// <summary>The operation is not possible in the present state.</summary>
    InvalidState = 5,

    /// <summary>The thing exists already.</summary>
    AlreadyExists = 6,

    /// <summary>This hardware or build cannot do it.</summary>
    NotSupported = 7,

    /// <summary>Nothing to deliver now; try again later.</summary>
    WouldBlock = 8,

    /// <summary>Data from outside is damaged or contradicts itself.</summary>
    Corrupt = 9,

    /// <summary>The caller lacks the right.</summary>
    AccessDenied = 10,

    /// <summary>The device reported a failure.</summary>
    DeviceError = 11,

    /// <summary>What was given back is free already (a double free).</summary>
    AlreadyFree = 12,

    /// <summary>What was given back never came from here: outside RAM, reserved, or of another owner (a foreign free).</summary>
    NotOwned = 13,

    /// <summary>
    /// The server ended with the request in its hands: what became of it is unknown, and it may be
    /// what ended the server.
    /// </summary>
    ServerEnded = 14,

    /// <summary>The service does not run, and nothing will start it by itself.</summary>
    NotRunning = 15,

    /// <summary>A medium, or what a file system may hold, is full.</summary>
    NoSpace = 16,

    /// <summary>The directory has entries.</summary>
    NotEmpty = 17,

    /// <summary>A part of the path, or what should be a directory, is a file.</summary>
    NotDirectory = 18,

    /// <summary>What should be a file is a directory.</summary>
    IsDirectory = 19,
}
