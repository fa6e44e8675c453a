namespace RustKernel.Services;

/// <summary>When a service is started again, as its manifest says.</summary>
public enum RestartPolicy : byte
{
    /// <summary>Never.</summary>
    Never = 0,

    /// <summary>When it ended by a fault, was killed, or its code is not 0.</summary>
    OnFailure = 1,

    /// <summary>Whenever it ends.</summary>
    Always = 2,
}
