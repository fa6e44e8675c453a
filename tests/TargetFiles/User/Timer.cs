// A timer.

namespace RustKernel.User;

public struct Timer : IKernelObject;
