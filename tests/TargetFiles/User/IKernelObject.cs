// What a handle names.

namespace RustKernel.User;

public interface IKernelObject;
