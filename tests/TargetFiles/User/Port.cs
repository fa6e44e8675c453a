// A port.

namespace RustKernel.User;

public struct Port : IKernelObject;
