namespace RustKernel.Services;

/// <summary>The base of generated dispatchers: turns requests of one protocol into calls of an implementation.</summary>
/// <param name="protocol">The interface's number.</param>
public abstract class ServiceDispatcher(ushort protocol)
{
    /// <summary>The interface's number.</summary>
    public ushort Protocol { get; } = protocol;

    /// <summary>Another interface at the same port; null: there is none.</summary>
    public ServiceDispatcher? Next { get; set; }

    /// <summary>Does one operation and writes its results. InvalidArgument: malformed; NotSupported: no such operation.</summary>
    public abstract ErrorCode Dispatch(ServiceRequest request);
}
