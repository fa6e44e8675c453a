using RustKernel.User;

namespace RustKernel.Services.Init;

/// <summary>Names the limit that a program reached: the manifest's key, its value and how to raise it.</summary>
internal static class Shortage
{
    private const ulong KibibytesInFrame = 4;

    // A process needs tables besides the memory that its manifest asks for.
    private const ulong TableFrames = 3;

    /// <summary>
    /// The limit that <paramref name="process"/>, made from <paramref name="manifest"/>, has reached. A process that has ended has no
    /// objects and handles left: it lacked a page. Init keeps what manifests promise, so the limit is always the process's own.
    /// </summary>
    internal static string Of(Handle<Process> process, Storage.Manifest manifest)
    {
        _ = Kernel.ProcessUsage(process, out ProcessUsageResults usage);
        bool hasEnded = usage.ObjectLimit == 0;
        return !hasEnded && usage.Objects >= usage.ObjectLimit ? Full(manifest, "objects=", manifest.Objects, "")
            : !hasEnded && usage.Handles >= usage.HandleLimit ? Full(manifest, "handles=", manifest.Handles, "")
            : Full(manifest, "memory=", manifest.Frames * KibibytesInFrame, "K");
    }

    /// <summary>What <paramref name="manifest"/> asks for beyond what Init has left; empty if nothing.</summary>
    internal static string OfInit(Storage.Manifest manifest)
    {
        _ = Kernel.ProcessInfo(default, out ProcessInfoResults info);
        _ = Kernel.ProcessUsage(default, out ProcessUsageResults usage);
        ulong left = usage.FrameLimit - info.Frames;
        return manifest.Frames + TableFrames > left
            ? Beyond("memory=", manifest.Frames * KibibytesInFrame, left * KibibytesInFrame, "K")
            : manifest.Objects >= usage.ObjectLimit - usage.Objects
            ? Beyond("objects=", manifest.Objects, usage.ObjectLimit - usage.Objects, "")
            : manifest.Handles >= usage.HandleLimit - usage.Handles
            ? Beyond("handles=", manifest.Handles, usage.HandleLimit - usage.Handles, "")
            : "";
    }

    private static string Full(Storage.Manifest manifest, string key, ulong value, string unit) =>
        $" ({key}{value}{unit} of its manifest is used up; a larger number in {manifest.Name}.service raises it)";

    private static string Beyond(string key, ulong wanted, ulong left, string unit) =>
        $" (its manifest asks for {key}{wanted}{unit}, and {left}{unit} are left for programs)";
}
