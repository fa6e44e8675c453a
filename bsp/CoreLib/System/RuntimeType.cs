// ilc requires it as the class of typeof's results. There are none on the target.

namespace System;

internal abstract class RuntimeType : Type
{
}
